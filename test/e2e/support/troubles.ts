import { askJson } from './http.js';
import { lifetimes, unwell } from './lifetimes.js';
import { eventually } from './shell.js';
import type { RunningStack } from './stack.js';

async function pingIsDone({ origin }: RunningStack): Promise<boolean> {
  const { id } = await askJson<{ id: string }>(origin, '/api/v1/tasks/ping', { method: 'POST' });
  const read = (): Promise<{ state: string }> => askJson(origin, `/api/v1/tasks/${id}`);
  const { state } = await eventually(10, read, ({ state }) => state === 'succeeded');
  return state === 'succeeded';
}

/** What does not work: containers, what the API reaches, the queue. Nothing where all is well. */
export async function troubles(stack: RunningStack): Promise<readonly string[]> {
  const sick = unwell(await lifetimes(stack));
  if (sick.length > 0) return sick;
  const missing = Object.entries(await askJson(stack.origin, '/api/v1/status')).filter(([, result]) => result !== 'ok');
  if (missing.length > 0) return missing.map(([part]) => `${part} is not reached`);
  return (await pingIsDone(stack)) ? [] : ['the queue does not move'];
}
