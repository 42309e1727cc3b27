import type { Client } from '../../../shared/contract/client.ts';
import type { SandboxDialect } from '../../../shared/model/sandbox.ts';
import { foundCompany } from './events.ts';
import type { SandboxRecord } from './record.ts';
import { speakerOf } from './speaker.ts';

export interface Founding {
  readonly dialect: SandboxDialect;
  readonly people: number;
  /** What the company is made of; another one for each company unless told. */
  readonly seed?: number | undefined;
}

const firstSeed = 2026;

/**
 * Founds a company and connects it as a source. Another one than those that are connected already: other people, at a
 * domain of their own, so that the people of a former company keep their accounts.
 *
 * @param former the record of the company before, null when there is none
 * @throws ContractError
 */
export async function found(
  client: Client,
  former: SandboxRecord | null,
  { dialect, people, seed }: Founding,
): Promise<SandboxRecord> {
  const { items } = await client.call('source.list', {});
  const connected = items.filter((source) => source.name.startsWith('Contoso')).length;
  const number = Math.max(former?.founded ?? 0, connected) + 1;
  const domain = number === 1 ? 'contoso.test' : `contoso-${number}.test`;
  const name = number === 1 ? 'Contoso (pretend)' : `Contoso ${number} (pretend)`;
  const source = await client.call('source.add', { name, dialect: speakerOf(dialect).source });
  return {
    version: 2,
    founded: number,
    dialect,
    source: { id: source.id, name, key: source.baseUrl.slice(source.baseUrl.lastIndexOf('/') + 1) },
    token: source.token,
    company: foundCompany(seed ?? firstSeed + number - 1, people, name, domain),
    told: null,
    imported: false,
    memory: {},
    luck: 0,
    losses: {},
    episodes: [],
    runs: [],
  };
}
