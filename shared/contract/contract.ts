import { App, ConnectionTest, Mapping, Rule, Target } from '../model/app.ts';
import { Exchange, ExchangeDetail, ExchangeFilter } from '../model/exchange.ts';
import { id, label, page } from '../model/page.ts';
import { Dialect, NewSource, Source } from '../model/source.ts';
import { Overview, Status } from '../model/status.ts';
import { Trace } from '../model/trace.ts';
import { WorkDecision, WorkItem } from '../model/work.ts';
import { z } from '../model/z.ts';
import { mutation, query } from './procedure.ts';

const nothing = z.object({});
const done = z.object({});
const reason = z.string().trim().min(3).max(1000);

/**
 * The admin's door: every procedure by name. Handler types, client types and the list that the tests walk are
 * derived from this object; nothing else names a procedure.
 */
export const contract = {
  'status.get': query(nothing, Status),
  'overview.get': query(nothing, Overview),

  'source.list': query(nothing, z.object({ items: z.array(Source) })),
  'source.add': mutation(
    z.object({ name: label, dialect: Dialect, rate: z.number().int().min(0).max(100_000).optional() }),
    NewSource,
  ),
  'source.remove': mutation(z.object({ id }), done),

  'group.list': query(
    z.object({
      text: z.string().max(200).default(''),
      cursor: z.string().optional(),
      limit: z.number().int().min(1).max(200).default(100),
    }),
    page(z.object({ id, name: z.string(), source: z.string(), members: z.number().int() })),
  ),

  'app.list': query(nothing, z.object({ items: z.array(App) })),
  'app.test': query(z.object({ target: Target }), ConnectionTest),
  'app.add': mutation(z.object({ name: label, target: Target }), App),
  /** Replaces all mappings of an app: a new snapshot. */
  'app.setMappings': mutation(z.object({ id, mappings: z.array(Mapping).max(200) }), App),
  'app.addRule': mutation(z.object({ id, rule: Rule.omit({ id: true }) }), App),
  'app.removeRule': mutation(z.object({ id, ruleId: id }), App),
  /** How many people one cause, or all causes of an hour, may take access from before it is parked (rule 7). */
  'app.setGuard': mutation(
    z.object({ id, people: z.number().int().min(0).max(1_000_000), percent: z.number().int().min(0).max(100) }),
    App,
  ),
  /** on: deliveries begin; observing: wanted states are computed, nothing is delivered. */
  'app.setState': mutation(z.object({ id, state: z.enum(['observing', 'on']) }), App),

  'exchange.list': query(
    z.object({
      filter: ExchangeFilter.optional(),
      /** Older rows than the last page: its `next`. */
      cursor: z.string().optional(),
      /** Rows newer than this `seq`: the oldest `limit` of them, so that a follower who asks on misses none. */
      after: z.number().int().optional(),
      /** Just these rows, to refresh what an event named. */
      ids: z.array(id).max(200).optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    page(Exchange),
  ),
  'exchange.get': query(z.object({ id }), ExchangeDetail),
  'trace.get': query(z.object({ exchangeId: id }), Trace),

  'work.list': query(nothing, z.object({ items: z.array(WorkItem) })),
  'work.decide': mutation(z.object({ id, decision: WorkDecision, reason }), done),
} as const;

export type Contract = typeof contract;
export type ProcedureName = keyof Contract;
/** What a caller may pass: defaults not yet filled in. */
export type Input<N extends ProcedureName> = z.input<Contract[N]['input']>;
/** What a handler gets: parsed, defaults filled in. */
export type ParsedInput<N extends ProcedureName> = z.output<Contract[N]['input']>;
export type Output<N extends ProcedureName> = z.output<Contract[N]['output']>;

/** Own names only: `constructor` and `__proto__` are no procedures. */
export const isProcedure = (name: string): name is ProcedureName => Object.hasOwn(contract, name);
