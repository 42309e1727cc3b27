import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import { Target } from '../../../shared/model/app.ts';
import type { ConfigurationImport, ConfigurationPlan } from '../../../shared/model/configuration.ts';
import type { NewSource } from '../../../shared/model/source.ts';
import { enter } from '../audit/chain.ts';
import { applyDraft } from '../configuration/apply.ts';
import { readCurrent, toConfiguration } from '../configuration/current.ts';
import type { Draft } from '../configuration/draft.ts';
import { readFile, writeFile } from '../configuration/file.ts';
import { type Planned, planImport, refusedPlan } from '../configuration/plan.ts';
import { readsAccessOtherwise, tryTargets } from '../configuration/target.ts';
import { countLosing } from '../directory/extension.ts';
import { peopleWithAccount } from '../store/app.ts';
import { transaction } from '../store/sql.ts';
import type { ApiContext } from './context.ts';
import { connectSource } from './source.ts';

/** Everything that is configured, as the text of one file. */
export const exportConfiguration = (context: ApiContext): Output<'config.export'> => ({
  text: writeFile(toConfiguration(readCurrent(context.db))),
});

/** What importing a file would do. Targets that are new are tried; nothing is written. */
export async function checkConfiguration(
  context: ApiContext,
  { text }: ParsedInput<'config.check'>,
): Promise<ConfigurationPlan> {
  const prepare = await prepareImport(context, text);
  return prepare().plan;
}

/** Imports a file: all of it in one transaction, or nothing. */
export async function importConfiguration(
  context: ApiContext,
  { text, yes }: ParsedInput<'config.import'>,
): Promise<ConfigurationImport> {
  const prepare = await prepareImport(context, text);
  // From here to the commit nothing else comes between: the plan is what is written.
  const { plan, draft } = prepare();
  if (draft === null || (takesAway(context, plan, draft) && !yes)) return { ...plan, applied: false, newSources: [] };
  const newSources = write(context, draft, text);
  context.schemasChanged();
  await context.apps.reload();
  context.sourcesChanged();
  context.events.emit('configuration', [], 'The configuration was imported');
  context.events.emit('work', [], 'The configuration was imported');
  context.notificationsChanged();
  context.wake();
  return { ...plan, applied: true, newSources };
}

/** A schema extension, a source, an app, a role, values of people; or the ground of what is confirmed of accounts that are there. */
const takesAway = ({ db }: ApiContext, plan: ConfigurationPlan, draft: Draft): boolean =>
  plan.removed.length > 0 ||
  plan.impact.losesCount > 0 ||
  draft.extensionChanges.changed.some((change) => countLosing(db, change) > 0) ||
  draft.apps.some(
    ({ row, target }) =>
      row !== null &&
      readsAccessOtherwise(Target.parse(JSON.parse(row.target)), target) &&
      peopleWithAccount(db, row.pk).length > 0,
  );

/** Reads a file and tries its new targets, which takes time. @returns what then plans it in one go */
async function prepareImport(context: ApiContext, text: string): Promise<() => Planned> {
  const read = readFile(text);
  if (!read.ok) return () => ({ plan: refusedPlan(read.problems), draft: null });
  const tried = await tryTargets(read.file.apps, readCurrent(context.db), context.connect);
  return () => planImport(context, read.file, readCurrent(context.db), tried);
}

function write(context: ApiContext, draft: Draft, text: string): NewSource[] {
  return transaction(context.db, (db) => {
    const connected: NewSource[] = [];
    applyDraft(
      db,
      {
        clock: context.clock,
        ids: context.ids,
        wantContext: context.wantContext,
        addSource(writable, settings) {
          connected.push(connectSource(context, writable, settings));
        },
      },
      draft,
    );
    enter(db, { at: context.clock.now(), kind: 'configuration', subject: 'import', content: text });
    return connected;
  });
}
