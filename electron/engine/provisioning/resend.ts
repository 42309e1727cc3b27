import { vendorNames } from '../../../shared/kit/vendor-names.ts';
import type { Dialect } from '../../../shared/model/source.ts';

/** What an identity provider does about what it could not send. */
export interface Resend {
  /** It is known to send it again without anybody's help. */
  readonly byItself: boolean;
  readonly words: string;
}

const look =
  'Whether it sends again by itself what failed is not known here: look into its log of provisioning, and have what failed sent again.';

/** As their documentation and support tell it; sources in docs/PROVISIONING.md. */
export const resends: Readonly<Record<Dialect, Resend>> = {
  entra: {
    byItself: true,
    words:
      'Entra tries again by itself what failed, with every cycle of about 40 minutes and then more and more seldom. “Restart provisioning” there has all of it sent at once.',
  },
  okta: {
    byItself: false,
    words:
      'Okta does not send again by itself what failed: it is listed there under Dashboard > Tasks, and is sent when you press “Retry Selected”.',
  },
  authentik: { byItself: true, words: 'authentik compares everybody about once an hour, and sends what failed again.' },
  onelogin: { byItself: false, words: look },
  jumpcloud: { byItself: false, words: look },
  google: { byItself: false, words: look },
  ping: { byItself: false, words: look },
  generic: { byItself: false, words: look },
};

/** "Contoso (Okta)". */
export const sourceInWords = ({ name, dialect }: { readonly name: string; readonly dialect: Dialect }): string =>
  dialect === 'generic' ? name : `${name} (${vendorNames[dialect]})`;
