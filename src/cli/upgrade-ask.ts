import * as clack from '@clack/prompts';
import type { Ask } from '../model/migration.js';
import { Cancelled } from './cancelled.js';
import type { Terminal } from './ask.js';

function given<T>(answer: T | symbol): Exclude<T, symbol> {
  if (typeof answer === 'symbol') throw new Cancelled();
  return answer as Exclude<T, symbol>;
}

/** What only the user can say about an option that is new. */
export async function askOption({ path, message, options }: Ask, terminal: Terminal): Promise<string> {
  const title = `${message} (${path.join('.')})`;
  if (!options) return given(await clack.text({ ...terminal, message: title }));
  return given(
    await clack.select({ ...terminal, message: title, options: options.map((value) => ({ value, label: value })) }),
  );
}

export async function confirmUpgrade(terminal: Terminal): Promise<boolean> {
  return given(await clack.confirm({ ...terminal, message: 'Write it?' }));
}
