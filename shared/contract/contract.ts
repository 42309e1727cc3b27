import { Absence } from '../model/absence.ts';
import { App, AppAccount, AppDetail, AppOperation, ConnectionTest, Mapping, Rule, Target } from '../model/app.ts';
import { Checklist } from '../model/checklist.ts';
import { ConfigurationImport, ConfigurationPlan } from '../model/configuration.ts';
import { DeliverySettings } from '../model/delivery-settings.ts';
import { DialectCard, UnrecognisedShape } from '../model/dialect.ts';
import { Exchange, ExchangeDetail, ExchangeFilter } from '../model/exchange.ts';
import { Channel, Notifications } from '../model/notifications.ts';
import { id, label, page } from '../model/page.ts';
import { PausedRemovals } from '../model/pause.ts';
import {
  GroupDetail,
  GroupMember,
  GroupRow,
  PersonDetail,
  PersonRow,
  PersonView,
  TimelineEntry,
} from '../model/person.ts';
import { PlannedAccount, PlanSummary, RequestPlan } from '../model/plan.ts';
import { HeldRemoval } from '../model/removal.ts';
import { companySize, Sandbox, SandboxAction, SandboxDialect, SandboxPerson, Scenario } from '../model/sandbox.ts';
import { SchemaDescription, SchemaExtension } from '../model/schema-extension.ts';
import { NewSource, Source, SourceSettings } from '../model/source.ts';
import { Overview, Status } from '../model/status.ts';
import { AccountState, Trace } from '../model/trace.ts';
import { WorkDecision, WorkItem } from '../model/work.ts';
import { z } from '../model/z.ts';
import { mutation, query } from './procedure.ts';

const nothing = z.object({});
const done = z.object({});
const reason = z.string().trim().min(3).max(1000);
/** What finds rows by name; every word must occur. */
const text = z.string().max(200).default('');
const paging = { cursor: z.string().optional(), limit: z.number().int().min(1).max(500).default(100) };
/** A configuration file as it was read, of at most 8 MB. */
const file = z.string().max(8_000_000);

/**
 * The admin's door: every procedure by name. Handler types, client types and the list that the tests walk are
 * derived from this object; nothing else names a procedure.
 */
export const contract = {
  'status.get': query(nothing, Status),
  'overview.get': query(nothing, Overview),

  /** Every schema of users and groups: those of the RFCs, and the extensions that an admin defined. */
  'schema.list': query(nothing, z.object({ items: z.array(SchemaDescription) })),
  /** Defines an extension, or edits the one of the same URN. What takes values away from people needs `yes`. */
  'schema.put': mutation(SchemaExtension.extend({ yes: z.boolean().default(false) }), SchemaDescription),
  /** Removes an extension with every value under it; while there are any, only with `yes`. */
  'schema.remove': mutation(z.object({ id: z.string().min(1).max(200), yes: z.boolean().default(false) }), done),

  'source.list': query(nothing, z.object({ items: z.array(Source) })),
  'source.add': mutation(SourceSettings.partial({ rate: true }), NewSource),
  'source.remove': mutation(z.object({ id }), done),
  /** What this source was seen to do so far, from a first token to a proved deactivation. */
  'source.checklist': query(z.object({ id }), Checklist),
  /** How its requests speak SCIM: counted since it is connected, also what is forgotten by now. */
  'source.dialect': query(z.object({ id }), DialectCard),
  /** What was not understood in full, by shape: those that came last first. */
  'source.unrecognised': query(z.object({ id, ...paging }), page(UnrecognisedShape)),
  /** The same as one JSON document without anybody's data. The same requests give the same text. */
  'source.exportUnrecognised': query(z.object({ id }), z.object({ text: z.string() })),

  'person.list': query(z.object({ text, view: PersonView.default('all'), ...paging }), page(PersonRow)),
  'person.get': query(z.object({ id }), PersonDetail),
  'person.timeline': query(z.object({ id, ...paging }), page(TimelineEntry)),

  'group.list': query(z.object({ text, ...paging }), page(GroupRow)),
  'group.get': query(z.object({ id }), GroupDetail),
  'group.members': query(z.object({ id, ...paging }), page(GroupMember)),

  'app.list': query(nothing, z.object({ items: z.array(App) })),
  'app.get': query(z.object({ id }), AppDetail),
  'app.accounts': query(z.object({ id, text, state: AccountState.optional(), ...paging }), page(AppAccount)),
  'app.operations': query(z.object({ id, ...paging }), page(AppOperation)),
  'app.test': query(z.object({ target: Target }), ConnectionTest),
  'app.add': mutation(z.object({ name: label, target: Target }), App),
  /** Tests the app's own target, and keeps the roles that were found there. */
  'app.refresh': mutation(z.object({ id }), ConnectionTest),
  /** Footbridge stops following an app: its accounts stay as they are there, and one work item says so. */
  'app.remove': mutation(z.object({ id }), done),
  /** Replaces all mappings of an app: a new snapshot. */
  'app.setMappings': mutation(z.object({ id, mappings: z.array(Mapping).max(200) }), App),
  'app.addRule': mutation(z.object({ id, rule: Rule.omit({ id: true }) }), App),
  'app.removeRule': mutation(z.object({ id, ruleId: id }), App),
  /** How many people one cause, or all causes of an hour, may take access from before it is parked (rule 7). */
  'app.setGuard': mutation(
    z.object({ id, people: z.number().int().min(0).max(1_000_000), percent: z.number().int().min(0).max(100) }),
    App,
  ),
  /** How changes are delivered. What waits by the former settings is delivered by the new ones. */
  'app.setDelivery': mutation(z.object({ id, delivery: DeliverySettings }), App),
  /**
   * Stops delivery by hand, to one app or (without an id) to all: what identity providers send is received, and waits. It
   * ends by nothing but `delivery.resume`.
   */
  'delivery.pause': mutation(z.object({ appId: id.optional(), removals: PausedRemovals, reason }), done),
  'delivery.resume': mutation(z.object({ appId: id.optional() }), done),
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

  /** Times in which no identity provider could reach Footbridge, newest first. */
  'absence.list': query(z.object({ ...paging }), page(Absence)),

  'work.list': query(nothing, z.object({ items: z.array(WorkItem) })),
  /** `personIds`: what the guard holds is decided for these people alone; the question about the others stands. */
  'work.decide': mutation(
    z.object({ id, decision: WorkDecision, reason, personIds: z.array(id).min(1).max(1000).optional() }),
    done,
  ),

  /** What is to be taken from somebody and is not yet, whatever holds it: those held longest first (rule 8). */
  'removal.listHeld': query(z.object({ ...paging }), page(HeldRemoval)),
  /**
   * Releases what is to be taken from one account: past the guard, a pause and the hours of delivery. Refused in words where
   * something else holds it. `waitsFor`: what it still waits for, in a sentence; null: it is being done.
   */
  'removal.release': mutation(z.object({ accountId: id, reason }), z.object({ waitsFor: z.string().nullable() })),

  /**
   * Dry runs; nothing is done or kept. What a request of a source would be answered and come to, by the way that it would
   * take. `path`: `/Users/2819c223`, below the base URL, with a query or without.
   */
  'plan.request': query(
    z.object({
      sourceId: id,
      method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
      path: z.string().min(1).max(4000),
      body: z.string().max(8_000_000).default(''),
    }),
    RequestPlan,
  ),
  /** What would be done for one person, in every app, also in those that only observe. */
  'plan.person': query(z.object({ id }), z.object({ items: z.array(PlannedAccount) })),
  /** What would be done in an app, account by account; and how much that is. */
  'plan.list': query(z.object({ appId: id, ...paging }), page(PlannedAccount)),
  'plan.summary': query(z.object({ appId: id }), PlanSummary),

  /** Whom Footbridge tells, a quarter of an hour after it began, of access that should be gone. The sandbox tells nobody. */
  'notification.get': query(nothing, Notifications),
  'notification.set': mutation(Notifications, done),
  /** Sends a test by one channel, as it is written here or (without `notifications`) set; `answer`: what was answered. */
  'notification.test': mutation(
    z.object({ channel: Channel, notifications: Notifications.optional() }),
    z.object({ answer: z.string() }),
  ),

  /** The same configuration gives the same text, byte by byte. */
  'config.export': query(nothing, z.object({ text: z.string() })),
  /** What importing this file would do; changes nothing. */
  'config.check': query(z.object({ text: file }), ConfigurationPlan),
  /** The whole file or nothing. What takes something away (a source, an app, a role), or has access read in another way, needs `yes`. */
  'config.import': mutation(z.object({ text: file, yes: z.boolean().default(false) }), ConfigurationImport),

  // The sandbox IdP. The live world refuses all of these.
  'sandbox.get': query(nothing, Sandbox),
  'sandbox.people': query(z.object({ text, ...paging }), page(SandboxPerson)),
  /** Founds a company, connects it as a source, adds the sandbox's apps and begins the first import. */
  'sandbox.start': mutation(
    z.object({
      dialect: SandboxDialect.default('entra'),
      people: companySize.default(40),
      seed: z
        .number()
        .int()
        .min(0)
        .max(2 ** 31)
        .optional(),
    }),
    Sandbox,
  ),
  /** Answers when the IdP has been told to; what comes of it is seen in Activity and on the person's page. */
  'sandbox.act': mutation(z.object({ id, action: SandboxAction }), Sandbox),
  'sandbox.run': mutation(z.object({ scenario: Scenario }), Sandbox),
  'sandbox.setSpeed': mutation(z.object({ speed: z.number().min(0).max(60) }), Sandbox),
  /** Makes an app refuse to disable anybody, or lets it again. */
  'sandbox.setRefuses': mutation(z.object({ id, refuses: z.boolean() }), Sandbox),
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
