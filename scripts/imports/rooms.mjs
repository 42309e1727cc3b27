/**
 * Who may import what: the table of ARCHITECTURE.md as data. A room may import itself, the places of ours in `ours`,
 * the packages in `packages`, and Node's own modules where `node` is true; nothing else.
 * `types` are places of which only types may be imported. Places are regular expressions on paths in the clone.
 *
 * @typedef {{name: string, files: string, not?: string, ours: readonly string[], types?: readonly string[],
 *   packages: readonly string[], node: boolean}} Room
 */

const shared = '^shared/';
const engine = '^electron/engine/';
const ports = '^electron/engine/ports\\.ts$';
const thread = '^electron/engine/thread\\.ts$';
const scim = '^electron/engine/scim/';
const mapping = '^electron/engine/mapping/';
const store = '^electron/engine/store/';
const directory = '^electron/engine/directory/';
const provisioning = '^electron/engine/provisioning/';
const sandbox = '^electron/engine/sandbox/';
const connector = '^electron/engine/connectors/connector\\.ts$';
const secrets = '^electron/engine/secrets/';
const host = '^electron/host/';
const sandboxCommand = '^electron/headless/sandbox\\.ts$';
const ui = '^renderer/ui/';
const state = '^renderer/state/';
const data = '^renderer/data/';

const screenPackages = [
  'react',
  'react-dom',
  '@mantine/[^/]+',
  'zustand',
  '@tanstack/[^/]+',
  'get-nonce',
  'uplot',
  'd3-sankey',
  'codemirror',
  '@codemirror/[^/]+',
];

/** @type {readonly Room[]} */
export const rooms = [
  { name: 'shared', files: shared, ours: [], packages: ['zod'], node: false },

  { name: 'scim', files: scim, ours: [shared], packages: [], node: false },
  { name: 'mapping', files: mapping, ours: [shared], packages: ['@marcbachmann/cel-js', 're2js'], node: false },
  { name: 'ports', files: ports, ours: [shared], packages: [], node: false },
  {
    name: 'store',
    files: store,
    ours: [shared],
    types: [scim, mapping, ports],
    packages: ['better-sqlite3'],
    node: true,
  },
  ...['directory', 'audit'].map((name) => ({
    name,
    files: `^electron/engine/${name}/`,
    ours: [shared, ports, store, scim, mapping],
    packages: [],
    node: true,
  })),
  {
    name: 'provisioning',
    files: provisioning,
    ours: [shared, ports, store, scim, mapping, connector],
    packages: ['croner'],
    node: true,
  },
  {
    name: 'configuration',
    files: '^electron/engine/configuration/',
    ours: [shared, ports, store, directory, scim, mapping, provisioning, connector],
    packages: [],
    node: true,
  },
  { name: 'connector interface', files: connector, ours: [shared, ports], packages: [], node: false },
  ...[
    { kind: 'sqlite', packages: ['better-sqlite3'] },
    { kind: 'csv', packages: [] },
    { kind: 'postgres', packages: ['pg'] },
  ].map(({ kind, packages }) => ({
    name: `connectors/${kind}`,
    files: `^electron/engine/connectors/${kind}/`,
    ours: [shared, ports, scim, connector, secrets],
    packages,
    node: true,
  })),
  { name: 'secrets', files: secrets, ours: [shared], packages: [], node: true },
  { name: 'notify', files: '^electron/engine/notify/', ours: [shared, secrets], packages: ['nodemailer'], node: true },
  { name: 'tunnel', files: '^electron/engine/tunnel/', ours: [shared, ports, scim], packages: [], node: true },
  // The sandbox IdP is a user of the product: over the contract and over HTTP. The one database it opens by itself is
  // that of a pretend app, which it plays the front desk of: whether Door Badges refuses is a row there.
  { name: 'sandbox', files: sandbox, ours: [shared], packages: ['better-sqlite3'], node: true },
  {
    name: 'sandbox command',
    files: sandboxCommand,
    ours: [shared, sandbox, host, '^electron/headless/'],
    packages: [],
    node: true,
  },
  {
    name: 'ingress',
    files: '^electron/engine/ingress/',
    ours: [shared, ports, scim],
    packages: ['fastify', 'jose'],
    node: true,
  },
  { name: 'api', files: '^electron/engine/api/', ours: [shared, engine], packages: [], node: true },
  {
    name: 'composition',
    files: '^electron/engine/[^/]+\\.ts$',
    not: ports,
    ours: [shared, engine],
    packages: ['uuid'],
    node: true,
  },
  {
    name: 'headless',
    files: '^electron/headless/',
    not: sandboxCommand,
    ours: [shared, ports, thread, host, sandboxCommand],
    packages: [],
    node: true,
  },
  { name: 'host', files: host, ours: [shared, ports, thread], packages: ['fastify', 'pino'], node: true },
  {
    name: 'main',
    files: '^electron/main/',
    ours: [shared, ports, thread, host],
    packages: ['electron'],
    node: true,
  },
  // It runs in the page's process, in a sandbox: no Node, and of ours only what can be bundled into one file.
  { name: 'preload', files: '^electron/preload/', ours: [shared], packages: ['electron'], node: false },

  { name: 'ui', files: ui, ours: [shared], packages: screenPackages, node: false },
  { name: 'data', files: data, ours: [shared], packages: screenPackages, node: false },
  { name: 'state', files: state, ours: [shared, data], packages: screenPackages, node: false },
  {
    name: 'screens',
    files: '^renderer/screens/',
    ours: [shared, ui, state, data],
    packages: screenPackages,
    node: false,
  },
  {
    name: 'app',
    files: '^renderer/(app/|[^/]+$)',
    ours: [shared, '^renderer/'],
    packages: screenPackages,
    node: false,
  },
];

/** Sources that nothing imports, with the reason: a program starts there, or a worker, or a page. */
export const entryPoints = [
  '^electron/headless/main\\.ts$', // the command line
  '^electron/main/main\\.ts$', // the desktop app
  '^electron/preload/preload\\.ts$', // between the desktop's page and its main program
  '^electron/engine/worker\\.ts$', // the engine's thread, started by URL in thread.ts
  '^renderer/(app/)?main\\.tsx$', // renderer/index.html
  '\\.d\\.ts$', // declarations of types for what has none
];
