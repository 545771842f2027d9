import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../generated/version.js';
import { BusyError } from '../io/lock.js';
import { conflicts } from '../merge/change.js';
import { normalise } from '../merge/text.js';
import { PROJENRC } from '../render/projenrc.js';
import { cacheFolder, forget, isCurrent } from './fingerprint.js';
import { PROJENRC_FILE } from './paths.js';
import { changesJson } from './json.js';
import { NOTHING_CHANGED } from './report.js';
import { report, withRequest, type Outcome, type Request } from './session.js';
import { Stop } from './stop.js';

export interface RunContext {
  /** The folder of the project; the process has to run in it. */
  readonly dir: string;
  readonly output: { write(text: string): unknown };
  readonly errors: { write(text: string): unknown };
}

function projenrcOf(dir: string): string {
  const file = join(dir, PROJENRC_FILE);
  if (existsSync(file)) return file;
  throw new Stop(`There is no ${PROJENRC_FILE} in ${dir}.\n  Run this in the folder of the project.\n`, 2);
}

/** Runs the user's code. One copy of us: theirs is the one that is loaded here. */
async function runProjenrc(dir: string): Promise<void> {
  const file = projenrcOf(dir);
  // Not before they are needed: a run that finds nothing changed is over by now.
  const [{ createJiti }, ours] = await Promise.all([import('jiti'), import('./index.js')]);
  const jiti = createJiti(file, {
    fsCache: cacheFolder(dir) ?? false,
    interopDefault: false,
    virtualModules: { 'create-lge-stack/projen': ours },
  });
  await jiti.import(file);
}

/** Without code of the user's there is nothing that projen could do to a plan, so it is not loaded. */
async function look(dir: string, request: Request): Promise<readonly Outcome[] | undefined> {
  if (!request.look || normalise(readFileSync(projenrcOf(dir), 'utf8')) !== PROJENRC) return undefined;
  const [{ loadProject }, { stackOf }, { renderStack }, { planProject }] = await Promise.all([
    import('./load.js'),
    import('./stack.js'),
    import('../index.js'),
    import('../io/plan.js'),
  ]);
  return withRequest(request, () => {
    const loaded = loadProject(dir, undefined, request.text === undefined ? {} : { text: request.text });
    const plan = planProject(dir, renderStack(stackOf(loaded)), { version, ...request.plan });
    report({ plan, diagnostics: loaded.diagnostics });
    return Promise.resolve();
  });
}

/** The package may have been raised by somebody who does not know what that means for lge.stack.json: a bot, say. */
async function migrated(dir: string, request: Request, errors: RunContext['errors']): Promise<Request> {
  const { prepare } = await import('./prepare.js');
  const { from, text, edits, about, asks } = prepare(dir);
  if (asks.length > 0) {
    const keys = asks.map(({ path }) => path.join('.')).join(', ');
    throw new Stop(
      `create-lge-stack ${version} has to know more than ${from} did: ${keys}. Say it with \`npx lge-stack upgrade\`.\nNothing was written.\n`,
      6,
    );
  }
  for (const line of about) errors.write(`! ${line}\n`);
  if (text === undefined) return request;
  return { ...request, text, plan: { ...request.plan, edits: [...(request.plan?.edits ?? []), ...edits] } };
}

/**
 * Plans, or brings the project to, what lge.stack.json and .projenrc.ts ask for.
 *
 * @throws Stop where the options are wrong or a file cannot be written; nothing is written then.
 */
export async function perform(
  dir: string,
  given: Request,
  { errors }: Pick<RunContext, 'errors'>,
): Promise<readonly Outcome[]> {
  const request = given.text === undefined ? await migrated(dir, given, errors) : given;
  return (await look(dir, request)) ?? (await withRequest(request, () => runProjenrc(dir)));
}

/** The exit code of what went wrong, told to the user. */
export function explain(error: unknown, { errors }: Pick<RunContext, 'errors'>): number {
  if (error instanceof Stop) {
    errors.write(error.message);
    return error.exitCode;
  }
  // By name: theirs may come from another chunk of the bundle.
  if (error instanceof BusyError || (error instanceof Error && error.name === 'StaleError')) {
    errors.write(`${error.message}\n`);
    return 5;
  }
  errors.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

/** A run that was killed left the project half written: it is taken back first. */
export async function recovered(dir: string, { errors }: Pick<RunContext, 'errors'>): Promise<void> {
  const { recover, unfinished } = await import('../io/journal.js');
  if (!unfinished(dir)) return;
  const { locked } = await import('../io/lock.js');
  const recovery = locked(dir, () => recover(dir));
  if (!recovery) return;
  errors.write(`! ${recovery.command} was interrupted; what it had written was taken back.\n`);
  for (const path of recovery.left) errors.write(`! ${path} was saved since, and stays as it is.\n`);
}

/**
 * What `npx projen` runs: brings the project to what lge.stack.json and .projenrc.ts ask for.
 *
 * @returns the exit code: 0 fine, 1 a fault, 2 a mistake in the options, 3 a conflict waits, 5 refused; nothing is
 * written with 2 and 5.
 */
export async function run({ dir, output, errors }: RunContext, request: Request = {}): Promise<number> {
  try {
    await recovered(dir, { errors });
    if (Object.keys(request).length === 0 && isCurrent(dir)) {
      output.write(NOTHING_CHANGED);
      return 0;
    }
    forget(dir);
    const outcomes = await perform(dir, request, { errors });
    if (request.json) output.write(changesJson(outcomes));
    return outcomes.some(({ plan }) => conflicts(plan.changes).length > 0) ? 3 : 0;
  } catch (error) {
    return explain(error, { errors });
  }
}
