import { relative, resolve } from 'node:path';
import { Cancelled } from './cancelled.js';
import type { Context } from './command.js';
import type { Request } from '../project/session.js';
import { unfinished } from '../io/journal.js';
import type { Plan } from '../io/plan.js';
import type { Output } from '../io/terminal.js';

/** Where a project is looked at, and where warnings go. */
export interface Place {
  readonly dir: string;
  readonly errors: Output;
}

/** What a sync would do now, as plans; most projects have one. Throws what keeps it from planning. */
export async function look({ dir, errors }: Place, plan: Request['plan'] = {}): Promise<readonly Plan[]> {
  const { perform } = await import('../project/run.js');
  const outcomes = await perform(dir, { look: true, plan }, { errors });
  return outcomes.map((outcome) => outcome.plan);
}

/** Runs a command of a project; what went wrong becomes words and an exit code. */
export async function guarded(context: Context, body: () => Promise<number>): Promise<number> {
  const { explain } = await import('../project/explain.js');
  try {
    return await body();
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return explain(error, context);
  }
}

/** A path as it is typed, in the form in which the state has it. */
export function projectPath(typed: string, dir: string): string {
  return relative(dir, resolve(dir, typed.replaceAll('\\', '/'))).replaceAll('\\', '/');
}

/** Before anything is shown: the disk is not what the run meant to leave. */
export function tellUnfinished({ dir, errors }: Context): void {
  const journal = unfinished(dir);
  if (journal) errors.write(`! ${journal.command} was interrupted. The next sync takes back what it had written.\n`);
}

/** Whether somebody is there to answer. */
export function isInteractive({ input, output, env }: Pick<Context, 'input' | 'output' | 'env'>): boolean {
  return input.isTTY === true && output.isTTY === true && !env.CI;
}

export const WRONG_STYLE = '--conflict wants aside or inline.';

/** Of what `--conflict` may say, and of nothing said. */
export function isConflictStyle(said: string | undefined): said is 'aside' | 'inline' | undefined {
  return said === undefined || said === 'aside' || said === 'inline';
}

export function writeJson({ output }: Pick<Context, 'output'>, value: unknown): void {
  output.write(`${JSON.stringify(value, null, 2)}\n`);
}
