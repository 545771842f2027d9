import * as clack from '@clack/prompts';
import type { Ask } from '../model/migration.js';
import { answered } from './answer.js';
import type { Streams } from './command.js';

type Terminal = Pick<Streams, 'input' | 'output'>;

/** What only the user can say about an option that is new. */
export async function askOption({ path, message, options }: Ask, terminal: Terminal): Promise<string> {
  const title = `${message} (${path.join('.')})`;
  const { input, output } = terminal;
  if (!options) return answered(input, (signal) => clack.text({ input, output, signal, message: title }));
  const choices = options.map((value) => ({ value, label: value }));
  return answered(input, (signal) => clack.select({ input, output, signal, message: title, options: choices }));
}

export async function confirmUpgrade({ input, output }: Terminal): Promise<boolean> {
  return answered(input, (signal) => clack.confirm({ input, output, signal, message: 'Write it?' }));
}
