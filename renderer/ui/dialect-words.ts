import { vendorNames } from '../../shared/kit/vendor-names.ts';
import type { SandboxDialect } from '../../shared/model/sandbox.ts';
import type { Dialect } from '../../shared/model/source.ts';

/** What an identity provider is called, by the dialect that it speaks. */
export const dialectWords: Record<Dialect, string> = {
  ...vendorNames,
  generic: 'Another one (SCIM 2.0)',
};

/** The same of the sandbox's dialects; where one vendor has several, with what tells them apart. */
export const sandboxDialectWords: Record<SandboxDialect, string> = {
  entra: vendorNames.entra,
  'entra-flag': `${vendorNames.entra} (with aadOptscim062020)`,
  'okta-aiw': `${vendorNames.okta} (custom app)`,
  'okta-oin': `${vendorNames.okta} (catalogue app)`,
  onelogin: vendorNames.onelogin,
  jumpcloud: vendorNames.jumpcloud,
  google: vendorNames.google,
  ping: vendorNames.ping,
  authentik: vendorNames.authentik,
  generic: 'Another one (SCIM 2.0 as written)',
};
