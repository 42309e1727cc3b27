import type { AccountState } from '../../../shared/model/trace.ts';
import { type ReadDb, row, rows, sql } from './sql.ts';

const people = sql('count people', "SELECT n FROM tally WHERE name = 'people'");
const sources = sql('count sources', 'SELECT count(*) AS n FROM source WHERE removed_at IS NULL');
const apps = sql('count apps', 'SELECT count(*) AS n FROM app WHERE removed_at IS NULL');
const accounts = sql(
  'accounts by state',
  `SELECT state, count(*) AS n FROM account WHERE app_pk NOT IN (SELECT pk FROM app WHERE removed_at IS NOT NULL)
   GROUP BY state`,
);
const failing = sql(
  'apps with failing deliveries',
  `SELECT a.name, count(*) AS n FROM delivery d JOIN app a ON a.pk = d.app_pk
   WHERE d.failures > 0 AND d.due_at IS NOT NULL GROUP BY a.pk ORDER BY n DESC`,
);

const ofAppsSwitchedOn = `FROM delivery d JOIN app a ON a.pk = d.app_pk
   WHERE d.generation <> d.confirmed_generation AND a.state = 'on' AND a.removed_at IS NULL`;
const moving = sql('deliveries on the way', `SELECT count(*) AS n ${ofAppsSwitchedOn}`);

const counted = (db: ReadDb, statement: typeof people): number => row<{ n: number }>(db, statement)?.n ?? 0;

export const countPeople = (db: ReadDb): number => counted(db, people);
export const countSources = (db: ReadDb): number => counted(db, sources);
export const countApps = (db: ReadDb): number => counted(db, apps);
const urgent = sql(
  'count urgent deliveries',
  `SELECT count(*) AS n FROM app a JOIN delivery d ON d.app_pk = a.pk AND d.urgent = 1 AND d.due_at IS NOT NULL
   WHERE a.state = 'on'`,
);

/** Deliveries that are to take access away, wait for no person, and are not done. */
export const countUrgent = (db: ReadDb): number => counted(db, urgent);
/** Deliveries that are not confirmed yet, of apps that are delivered to. */
export const countOnTheWay = (db: ReadDb): number => counted(db, moving);
export const accountsByState = (db: ReadDb): { state: AccountState; n: number }[] => rows(db, accounts);
/** Apps that failed at their last try, with how many accounts wait for the next. */
export const failingApps = (db: ReadDb): { name: string; n: number }[] => rows(db, failing);
