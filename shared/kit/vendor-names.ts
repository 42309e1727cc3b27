import type { Dialect } from '../model/source.ts';

/** What identity providers are called by those who sell them, by the dialect that they speak. */
export const vendorNames: Readonly<Record<Exclude<Dialect, 'generic'>, string>> = {
  entra: 'Microsoft Entra ID',
  okta: 'Okta',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  google: 'Google Workspace',
  ping: 'PingOne',
  authentik: 'authentik',
};
