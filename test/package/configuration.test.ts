import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { packageConfiguration } from '../../scripts/packaging/configuration.mjs';
import { fuseNames, wantedFuses } from '../../scripts/packaging/fuses.mjs';
import { inRoot } from '../../scripts/setup/places.mjs';

interface FileSet {
  readonly from: string;
  readonly to: string;
  readonly filter: readonly string[];
}

const configuration = packageConfiguration();
const entitlements = readFileSync(inRoot(configuration.mac.entitlements), 'utf8');

describe('electron-builder.yml', () => {
  test('decides on every fuse', () => {
    expect(wantedFuses(configuration.electronFuses)).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      wasmTrapHandlers: true,
    });
  });

  test.each(fuseNames.filter((name) => name in configuration.electronFuses))(
    'is refused when it says nothing about %s',
    (name) => {
      const { [name]: _left, ...others } = configuration.electronFuses;
      expect(() => wantedFuses(others)).toThrow(name);
    },
  );

  test('is refused when it names a fuse that there is not', () => {
    expect(() => wantedFuses({ ...configuration.electronFuses, runAsNod: false })).toThrow('runAsNod');
  });

  test('packs an archive whose checksums cover all but the native part, and rebuilds nothing', () => {
    expect(configuration).toMatchObject({ asar: true, asarUnpack: ['**/*.node'], npmRebuild: false, publish: null });
    expect(configuration).not.toHaveProperty('disableAsarIntegrity');
    expect(configuration).not.toHaveProperty('extraResources');
    expect(configuration).not.toHaveProperty('extraFiles');
  });

  test('starts the main program that the desktop bundle has', () => {
    const bundle = readFileSync(inRoot('vite.desktop.config.ts'), 'utf8');
    expect(configuration.extraMetadata.main).toBe('out/desktop/main.js');
    expect(bundle).toContain('out/desktop');
  });

  test.each([
    ['linux', ['AppImage', 'deb'], ['linux-x64.node', 'linux-arm64.node']],
    ['mac', ['dmg', 'zip'], ['darwin-x64.node', 'darwin-arm64.node']],
    ['win', ['nsis'], ['win32-x64.node', 'win32-arm64.node']],
  ])('has for %s its installers, its icon and a native part that better-sqlite3 brings', (system, target, natives) => {
    const section = configuration[system] as { target: string[]; files: FileSet[] };
    expect(section.target).toEqual(target);
    const found = section.files.flatMap(({ from, filter }) =>
      ['x64', 'arm64'].flatMap((arch) => filter.map((name) => ({ from, name: name.replace(/\$\{arch\}/, arch) }))),
    );
    expect(found.map(({ name }) => name)).toEqual(natives);
    expect(found.filter(({ from, name }) => !existsSync(inRoot(from, name)))).toEqual([]);
  });

  test('gives the app on macOS the hardened runtime and the one exception that V8 needs', () => {
    expect(configuration.mac).toMatchObject({ hardenedRuntime: true });
    expect(configuration.mac.entitlementsInherit).toBe(configuration.mac.entitlements);
    expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });
});

describe('the icons', () => {
  const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const icon = (name: string) => readFileSync(inRoot('resources', 'package', name));
  /** The sides of a PNG picture in pixels. */
  const sidesOf = (picture: Buffer): readonly number[] => {
    expect(picture.subarray(0, png.length)).toEqual(png);
    return [picture.readUInt32BE(16), picture.readUInt32BE(20)];
  };

  test('for Linux is a picture of 512 pixels', () => expect(sidesOf(icon('icon.png'))).toEqual([512, 512]));

  test('for Windows holds the sizes that it shows', () => {
    const file = icon('icon.ico');
    const entries = Array.from({ length: file.readUInt16LE(4) }, (_, index) => 6 + 16 * index);
    const pictures = entries.map((at) =>
      file.subarray(file.readUInt32LE(at + 12)).subarray(0, file.readUInt32LE(at + 8)),
    );
    expect(pictures.map(sidesOf)).toEqual([16, 32, 48, 256].map((side) => [side, side]));
  });

  test('for macOS holds the sizes that it shows', () => {
    const file = icon('icon.icns');
    expect([file.toString('latin1', 0, 4), file.readUInt32BE(4)]).toEqual(['icns', file.length]);
    const found = new Map<string, readonly number[]>();
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      found.set(file.toString('latin1', at, at + 4), sidesOf(file.subarray(at + 8)));
    }
    expect(Object.fromEntries(found)).toEqual({
      ic07: [128, 128],
      ic08: [256, 256],
      ic09: [512, 512],
      ic10: [1024, 1024],
    });
  });
});
