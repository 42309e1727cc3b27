/**
 * Imported before everything else: tells zod not to try `new Function`, which the CSP refuses and reports. The contract
 * asks for the same with `z.config`, but the schemas that it imports are built, and have tried, before its first line.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
