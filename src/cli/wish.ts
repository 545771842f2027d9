import type { Change } from '../merge/change.js';
import type { Wishes } from '../merge/site.js';
import type { Request } from '../project/session.js';
import { styleFor } from '../io/terminal.js';
import type { Context } from './command.js';

export interface WishOptions {
  /** Named in the backup. */
  readonly command: string;
  readonly json?: boolean | undefined;
  /** What is told of a file that was named, once all is done; `undefined` where the list of changes has it already. */
  readonly told: (change: Change) => string | undefined;
}

/** A sync with wishes for some files, told like any other, and then what became of those files. */
export async function syncWith(
  wishes: Wishes,
  { command, json, told }: WishOptions,
  context: Context,
): Promise<number> {
  const { output, env } = context;
  const { attempt } = await import('../project/run.js');
  const request: Request = { command, plan: { wishes }, ...(json && { json }) };
  const { code, outcomes } = await attempt(context, request);
  if (json) return code;
  const named = new Set([...(wishes.restore ?? []), ...(wishes.own?.keys() ?? []), ...(wishes.resolve?.keys() ?? [])]);
  const style = styleFor(output, env);
  for (const change of outcomes.flatMap(({ plan }) => plan.changes)) {
    const text = named.has(change.path) ? told(change) : undefined;
    if (text !== undefined) output.write(`${style.green('✓')} ${style.bold(change.path)}: ${text}\n`);
  }
  return code;
}
