const { forbiddenRules } = require('./scripts/imports/rules.mjs');

/** The table of rooms is scripts/imports/rooms.mjs; a test plants a violation of every rule made from it. */
module.exports = {
  forbidden: forbiddenRules(),
  options: {
    doNotFollow: { path: 'node_modules' },
    // TypeScript 7 has no API for it to parse with: without swc it would see no module at all, and pass.
    parser: 'swc',
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};
