import { Notifications } from '../../../shared/model/notifications.ts';

/** The form as it is written. */
export interface TellDraft {
  readonly mail: boolean;
  readonly host: string;
  readonly port: string;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user: string;
  readonly passwordFile: string;
  readonly from: string;
  readonly to: string;
  readonly hook: boolean;
  readonly url: string;
  readonly secretFile: string;
}

export type TellField = keyof TellDraft;
export type TellErrors = Partial<Record<TellField, string>>;

export const draftOf = ({ email, webhook }: Notifications): TellDraft => ({
  mail: email !== null,
  host: email?.host ?? '',
  port: String(email?.port ?? 587),
  security: email?.security ?? 'starttls',
  user: email?.user ?? '',
  passwordFile: email?.passwordFile ?? '',
  from: email?.from ?? '',
  to: email?.to.join(', ') ?? '',
  hook: webhook !== null,
  url: webhook?.url ?? '',
  secretFile: webhook?.secretFile ?? '',
});

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What is written, or what is wrong with it by field. */
export function readTell(
  draft: TellDraft,
): { readonly ok: true; readonly value: Notifications } | { readonly ok: false; readonly errors: TellErrors } {
  const { mail, host, port, security, user, passwordFile, from, to, hook, url, secretFile } = draft;
  const parsed = Notifications.safeParse({
    email: mail
      ? {
          host: host.trim(),
          port: /^\d+$/.test(port.trim()) ? Number(port) : Number.NaN,
          security,
          user: orNull(user),
          passwordFile: orNull(passwordFile),
          from: from.trim(),
          to: to.split(/[,;\s]+/).filter((one) => one !== ''),
        }
      : null,
    webhook: hook ? { url: url.trim(), secretFile: orNull(secretFile) } : null,
  });
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors: TellErrors = {};
  for (const { path, message } of parsed.error.issues) {
    const field = path[1] as TellField | undefined;
    if (field !== undefined) errors[field] ??= own[field] ?? message;
  }
  return { ok: false, errors };
}

/** Where the schema's own words would say less than what to write. */
const own: Partial<Record<TellField, string>> = {
  host: 'Write the name or the address of the mail server.',
  port: 'Write a port, from 1 to 65535; usual are 587 and 465.',
  to: 'Write one e-mail address or several, with commas between them.',
};
