import type { Wishes } from '../merge/site.js';
import type { Context } from './command.js';
import type { Request } from '../project/session.js';

/** A sync with wishes for some files, told like any other. */
export async function syncWith(
  command: string,
  wishes: Wishes,
  { dir, output, errors }: Context,
  more: Omit<Request, 'command' | 'plan'> = {},
): Promise<number> {
  const { run } = await import('../project/run.js');
  return run({ dir, output, errors }, { ...more, command, plan: { wishes } });
}
