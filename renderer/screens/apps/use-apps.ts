import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Client } from '../../../shared/contract/client.ts';
import { ContractError } from '../../../shared/contract/error.ts';
import type { EventType } from '../../../shared/contract/event.ts';
import type { AppDetail } from '../../../shared/model/app.ts';
import { createAnswer } from '../../state/answer.ts';
import type { Asked } from '../../state/ask.ts';
import { afterDelay } from '../../state/batch.ts';
import { useWorld } from '../../state/context.tsx';

/** What may change something of what is said of an app. */
export const appEvents: readonly EventType[] = ['configuration', 'provisioning', 'directory', 'work'];

const pace = afterDelay(400);
/** How many apps are asked about at once. */
const abreast = 8;

/** Every app with what is said of it, asked again whenever something may have changed it. */
export function useApps(): Asked<readonly AppDetail[]> {
  const { client, listen } = useWorld();
  const answer = useMemo(() => createAnswer(pace, () => readApps(client)), [client]);
  useEffect(() => {
    answer.ask();
    return listen(appEvents, answer.ask);
  }, [answer, listen]);
  return { ...useStore(answer.store), ask: answer.ask };
}

async function readApps(client: Client): Promise<readonly AppDetail[]> {
  const { items } = await client.call('app.list', {});
  const details: (AppDetail | null)[] = [];
  for (let from = 0; from < items.length; from += abreast) {
    const some = items.slice(from, from + abreast);
    details.push(...(await Promise.all(some.map(({ id }) => readApp(client, id)))));
  }
  return details.filter((detail) => detail !== null);
}

/** @returns null when it was removed meanwhile */
async function readApp(client: Client, id: string): Promise<AppDetail | null> {
  try {
    return await client.call('app.get', { id });
  } catch (error) {
    if (error instanceof ContractError && error.body.code === 'not-found') return null;
    throw error;
  }
}
