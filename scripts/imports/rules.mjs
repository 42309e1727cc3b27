import { entryPoints, rooms } from './rooms.mjs';

const packageFolder = '(^|/)node_modules/';

/** Folders of `electron/engine/connectors` and of `renderer/screens` are rooms of their own, each to itself. */
const neighbours = [
  { name: 'connectors never import another connector', folder: 'electron/engine/connectors' },
  { name: 'screens never import another screen', folder: 'renderer/screens' },
];

/** @returns {object[]} dependency-cruiser's forbidden rules, made from the table of rooms */
export function forbiddenRules() {
  return [
    ...rooms.flatMap(roomRules),
    ...neighbours.map(({ name, folder }) => ({
      name,
      severity: 'error',
      from: { path: `^${folder}/([^/]+)/` },
      to: { path: `^${folder}/[^/]+/`, pathNot: `^${folder}/$1/` },
    })),
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no source that nothing imports',
      severity: 'error',
      from: {},
      module: { path: '^(electron|shared|renderer)/', pathNot: entryPoints, numberOfDependentsLessThan: 1 },
    },
    { name: 'every import is found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ];
}

/** @param {import('./rooms.mjs').Room} room */
function roomRules(room) {
  const from = room.not === undefined ? { path: room.files } : { path: room.files, pathNot: room.not };
  const allowed = [room.files, ...room.ours];
  const types = room.types ?? [];
  const rules = [
    {
      name: `${room.name}: only the rooms it may know`,
      severity: 'error',
      from,
      to: { pathNot: [packageFolder, ...allowed, ...types], dependencyTypes: ['local'] },
    },
    {
      name: `${room.name}: only its packages`,
      severity: 'error',
      from,
      to: { path: packageFolder, pathNot: room.packages.map((name) => `${packageFolder}(@types/)?${name}/`) },
    },
  ];
  if (types.length > 0) {
    rules.push({
      name: `${room.name}: only types of some rooms`,
      severity: 'error',
      from,
      to: { path: types, dependencyTypesNot: ['type-only'] },
    });
  }
  if (!room.node) {
    rules.push({ name: `${room.name}: nothing of Node`, severity: 'error', from, to: { dependencyTypes: ['core'] } });
  }
  return rules;
}
