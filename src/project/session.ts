import { AsyncLocalStorage } from 'node:async_hooks';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Plan, PlanOptions } from '../io/plan.js';
import type { Output } from '../io/terminal.js';
import type { Loaded } from '../index.js';
import type { Preset } from '../model/preset.js';
import type { Catalog } from '../model/service.js';
import type { Stack } from '../model/stack.js';
import type { ParsedOptions } from '../stack/parse.js';

/** What `.projenrc.ts` makes of lge.stack.json: of the text that is there, and of any other one. Reads no file. */
export interface Source {
  /** The services there are. */
  readonly catalog: Catalog;
  /** What code lays over the options. */
  readonly over: Readonly<Record<string, unknown>> | undefined;
  readonly load: (text: string, presets?: readonly Preset[]) => Loaded;
  /** The options with all defaults filled in, mistakes or not; absent where the text is no object of JSON. */
  readonly parse: (text: string) => ParsedOptions | undefined;
  /** The stack before any rule has looked at it: to show what is wrong with it, and never to render it. */
  readonly draft: (text: string) => Stack | undefined;
}

/** What a run of .projenrc.ts is for. */
export interface Request {
  /** Plans and writes nothing. Default: false. */
  readonly look?: boolean;
  /** Named in the backup. Default: `sync`. */
  readonly command?: string;
  /** What was done is told as JSON instead of in words. Default: false. */
  readonly json?: boolean;
  /** What was done is not told: somebody told it before. Default: false. */
  readonly quiet?: boolean;
  /** In place of what lge.stack.json says. */
  readonly text?: string;
  readonly plan?: Pick<PlanOptions, 'conflict' | 'wishes' | 'edits'>;
  /** Is told what stack the code makes, and nothing is planned: the options may be wrong. */
  readonly source?: (source: Source) => void;
}

/** What came of one stack; most projects have one. */
export interface Outcome {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a run takes place, and where it speaks. */
export interface RunContext {
  /** The folder of the project. */
  readonly dir: string;
  readonly output: Output;
  readonly errors: Output;
  /** With `DEBUG` in it, faults are shown whole. Default: empty. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

interface Session {
  readonly request: Request;
  readonly context: RunContext;
  readonly outcomes: Outcome[];
}

const sessions = new AsyncLocalStorage<Session>();

/** Runs `body`, which may be code of the user's, and collects what came of each stack in it. */
export async function withRequest(
  request: Request,
  context: RunContext,
  body: () => Promise<unknown>,
): Promise<readonly Outcome[]> {
  const session: Session = { request, context, outcomes: [] };
  await sessions.run(session, body);
  return session.outcomes;
}

/** Empty where .projenrc.ts is run by something else than us. */
export function currentRequest(): Request {
  return sessions.getStore()?.request ?? {};
}

export function currentContext(): RunContext {
  return sessions.getStore()?.context ?? { dir: process.cwd(), output: process.stdout, errors: process.stderr };
}

export function report(outcome: Outcome): void {
  sessions.getStore()?.outcomes.push(outcome);
}
