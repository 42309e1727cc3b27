import type { SandboxDialect } from '../../shared/model/sandbox.ts';
import type { Dialect } from '../../shared/model/source.ts';

/** What an identity provider is called, by the dialect that it speaks. */
export const dialectWords: Record<Dialect, string> = {
  entra: 'Microsoft Entra ID',
  okta: 'Okta',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  google: 'Google Workspace',
  ping: 'PingOne',
  authentik: 'authentik',
  generic: 'Another one (SCIM 2.0)',
};

/** The same of the sandbox's dialects; where one vendor has several, with what tells them apart. */
export const sandboxDialectWords: Record<SandboxDialect, string> = {
  entra: 'Microsoft Entra ID',
  'entra-flag': 'Microsoft Entra ID (with aadOptscim062020)',
  'okta-aiw': 'Okta (custom app)',
  'okta-oin': 'Okta (catalogue app)',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  google: 'Google Workspace',
  ping: 'PingOne',
  authentik: 'authentik',
  generic: 'Another one (SCIM 2.0 as written)',
};
