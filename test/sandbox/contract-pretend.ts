import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Input, ProcedureName } from '../../shared/contract/contract.ts';
import type { App } from '../../shared/model/app.ts';
import type { WorkItem } from '../../shared/model/work.ts';
import type { ScimPretend } from './scim-pretend.ts';

const at = '2026-11-22T09:00:00.000Z';

/** What an admin's door would know, held in memory; the answers still pass the contract's own schemas. */
export class ContractPretend {
  readonly calls: ProcedureName[] = [];
  readonly sources: { id: string; name: string; dialect: 'entra'; token: string }[] = [];
  readonly apps: App[] = [];
  readonly work: WorkItem[] = [];
  readonly decided: Input<'work.decide'>[] = [];
  readonly client: Client;
  readonly #scim: ScimPretend;
  readonly #base: string;

  constructor(scim: ScimPretend, base: string) {
    this.#scim = scim;
    this.#base = base;
    this.client = createClient({
      call: async (name, input) => ({ ok: true, output: this.#answer(name as ProcedureName, input) }),
      follow: () => () => undefined,
    });
  }

  #answer(name: ProcedureName, input: unknown): unknown {
    this.calls.push(name);
    switch (name) {
      case 'source.list':
        return { items: this.sources.map((source) => ({ ...this.#shown(source), token: undefined })) };
      case 'source.add': {
        const { name: label } = input as Input<'source.add'>;
        const id = `source-${this.sources.length + 1}`;
        const source = { id, name: label, dialect: 'entra', token: `token-of-${id}` } as const;
        this.sources.push(source);
        return { id, name: label, baseUrl: `${this.#base}/key-of-${id}`, token: source.token };
      }
      case 'group.list': {
        const { text = '' } = input as Input<'group.list'>;
        const named = [...this.#scim.groups].filter(([, group]) => group.displayName.includes(text));
        const items = named.map(([id, group]) => ({
          id,
          name: group.displayName,
          source: '1',
          members: group.members.size,
        }));
        return { items, next: null };
      }
      case 'app.list':
        return { items: this.apps };
      case 'app.add': {
        const { name: label, target } = input as Input<'app.add'>;
        const app = { id: 'app-1', name: label, state: 'observing', target, createdAt: at, roles: [] } as const;
        return this.#keep({ ...app, snapshot: { id: 's', mappings: [], rules: [], createdAt: at } } as unknown as App);
      }
      case 'app.setMappings': {
        const { id, mappings } = input as Input<'app.setMappings'>;
        return this.#snapshot(id, { mappings });
      }
      case 'app.addRule': {
        const { id, rule } = input as Input<'app.addRule'>;
        const rules = this.#app(id).snapshot.rules;
        return this.#snapshot(id, { rules: [...rules, { ...rule, id: `rule-${rules.length + 1}` }] });
      }
      case 'app.setState': {
        const { id, state } = input as Input<'app.setState'>;
        return this.#keep({ ...this.#app(id), state });
      }
      case 'work.list':
        return { items: this.work };
      case 'work.decide': {
        const decision = input as Input<'work.decide'>;
        this.decided.push(decision);
        this.work.splice(
          this.work.findIndex((item) => item.id === decision.id),
          1,
        );
        return {};
      }
      default:
        throw new Error(`The demo has no need of ${name}.`);
    }
  }

  #shown({ id, name, dialect, token }: (typeof this.sources)[number]) {
    const baseUrl = `${this.#base}/key-of-${id}`;
    return { id, name, dialect, rate: 0, baseUrl, createdAt: at, lastSeenAt: null, tokenLastFour: token.slice(-4) };
  }

  #app(id: string): App {
    const app = this.apps.find((candidate) => candidate.id === id);
    if (app === undefined) throw new Error(`no app ${id}`);
    return app;
  }

  #snapshot(id: string, part: Partial<App['snapshot']>): App {
    const app = this.#app(id);
    return this.#keep({ ...app, snapshot: { ...app.snapshot, ...part } });
  }

  #keep(app: App): App {
    const place = this.apps.findIndex((other) => other.id === app.id);
    this.apps.splice(place === -1 ? this.apps.length : place, 1, app);
    return app;
  }
}
