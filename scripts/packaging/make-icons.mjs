/**
 * Makes the icons of the package from renderer/public/icon.svg: icon.png (Linux), icon.ico (Windows), icon.icns (macOS).
 * Both of the latter are containers of PNG files. Run it after a change of the picture.
 *
 *   FOOTBRIDGE_CHROMIUM=… node scripts/packaging/make-icons.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import { chromium } from '@playwright/test';
import { inRoot } from '../setup/places.mjs';

const svg = readFileSync(inRoot('renderer', 'public', 'icon.svg'), 'utf8');
const folder = (name) => inRoot('resources', 'package', name);

/** What Apple calls a picture of so many pixels. */
const icnsTypes = { ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };
const icoSizes = [16, 32, 48, 256];

const browser = await chromium.launch(env.FOOTBRIDGE_CHROMIUM ? { executablePath: env.FOOTBRIDGE_CHROMIUM } : {});
try {
  const pictures = new Map();
  for (const size of new Set([...Object.values(icnsTypes), ...icoSizes])) pictures.set(size, await draw(size));
  writeFileSync(folder('icon.png'), pictures.get(512));
  writeFileSync(folder('icon.ico'), ico(icoSizes.map((size) => ({ size, png: pictures.get(size) }))));
  writeFileSync(folder('icon.icns'), icns(Object.entries(icnsTypes).map(([type, size]) => [type, pictures.get(size)])));
} finally {
  await browser.close();
}

/** @param {number} size in pixels @returns {Promise<Buffer>} a PNG on a transparent ground */
async function draw(size) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const sized = svg.replace('<svg ', `<svg width="${size}" height="${size}" `);
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${sized}`);
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
}

/** @param {readonly {size: number, png: Buffer}[]} pictures @returns {Buffer} */
function ico(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // One byte each for width and height, in which 0 means 256.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** @param {readonly [string, Buffer][]} pictures by Apple's name @returns {Buffer} */
function icns(pictures) {
  const block = (/** @type {string} */ type, /** @type {Buffer} */ content) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(head.length + content.length, 4);
    return Buffer.concat([head, content]);
  };
  return block('icns', Buffer.concat(pictures.map(([type, png]) => block(type, png))));
}
