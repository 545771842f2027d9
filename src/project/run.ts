import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { version } from '../generated/version.js';
import type { Output } from '../io/terminal.js';
import { conflicts } from '../merge/change.js';
import { explanations } from '../merge/explain.js';
import { normalise } from '../merge/text.js';
import { PROJENRC } from '../render/projenrc.js';
import { explain } from './explain.js';
import { cacheFolder, forget, isCurrent } from './fingerprint.js';
import { PROJENRC_FILE } from './paths.js';
import { changesJson } from './json.js';
import { NOTHING_CHANGED } from './report.js';
export type { RunContext } from './session.js';
import { report, withRequest, type Outcome, type Request, type RunContext, type Source } from './session.js';
import { Stop } from './stop.js';
import { readText } from './text.js';

/** How a run ended. */
export interface Ended {
  readonly code: number;
  /** What came of each stack; empty where nothing was done. */
  readonly outcomes: readonly Outcome[];
}

function projenrcOf(dir: string): string {
  const file = join(dir, PROJENRC_FILE);
  if (readText(dir, PROJENRC_FILE) !== undefined) return file;
  throw new Stop(`There is no ${PROJENRC_FILE} in ${dir}.\n  Run this in the folder of the project.\n`, 2);
}

/** Whether a module is part of .projenrc.ts, and no package. */
function ownCode(dir: string): (file: string) => boolean {
  const roots = [dir, realpathSync(dir)];
  return (file) => !file.split(sep).includes('node_modules') && roots.some((root) => file.startsWith(root + sep));
}

/**
 * What the user's code may import of us, which is this copy of it: while an upgrade runs, the package in node_modules is
 * still the old one, and its services and its LgeStack are not those that are rendered here.
 */
async function ourModules(): Promise<Readonly<Record<string, object>>> {
  const [core, projen, testing] = await Promise.all([
    import('../index.js'),
    import('./index.js'),
    import('../testing.js'),
  ]);
  return { 'create-lge-stack': core, 'create-lge-stack/projen': projen, 'create-lge-stack/testing': testing };
}

/** Runs the user's code; where there is none, what is written there is done without a compiler. */
async function runProjenrc(dir: string): Promise<void> {
  if (hasNoCode(dir)) {
    const { LgeStack } = await import('./index.js');
    new LgeStack().synth();
    return;
  }
  const file = projenrcOf(dir);
  // Not before they are needed: a run that finds nothing changed is over by now.
  const [{ createJiti }, virtualModules] = await Promise.all([import('jiti'), ourModules()]);
  const jiti = createJiti(file, {
    fsCache: cacheFolder(dir) ?? false,
    interopDefault: false,
    virtualModules,
  });
  // One command may run it twice: for a plan, and then to carry it out.
  for (const loaded of Object.keys(jiti.cache).filter(ownCode(dir))) delete jiti.cache[loaded];
  await jiti.import(file);
}

/** Whether .projenrc.ts is as we wrote it: then it need not be run to know what it does. */
function hasNoCode(dir: string): boolean {
  return normalise(readText(dir, PROJENRC_FILE) ?? '') === PROJENRC;
}

/**
 * What .projenrc.ts makes of the options, also where these are wrong; most projects have one stack.
 *
 * @throws Stop where there is no .projenrc.ts.
 */
export async function readSources(dir: string, text: string, errors: Output): Promise<readonly Source[]> {
  if (hasNoCode(dir)) return [(await import('./source.js')).sourceOf(dir, undefined)];
  const sources: Source[] = [];
  const request: Request = { look: true, text, source: (source) => void sources.push(source) };
  const { lookOnly } = await import('./look-only.js');
  await withRequest(request, { dir, output: errors, errors }, () => lookOnly(() => runProjenrc(dir)));
  return sources;
}

/** Without code of the user's there is nothing that projen could do to a plan, so it is not loaded. */
async function look(dir: string, request: Request, errors: Output): Promise<readonly Outcome[] | undefined> {
  if (!request.look || !hasNoCode(dir)) return undefined;
  const [{ loadProject }, { stackOf }, { renderStack }, { planProject }] = await Promise.all([
    import('./load.js'),
    import('./stack.js'),
    import('../index.js'),
    import('../io/plan.js'),
  ]);
  return withRequest(request, { dir, output: process.stdout, errors }, () => {
    const loaded = loadProject(dir, undefined);
    const plan = planProject(dir, renderStack(stackOf(loaded, errors)), { version, ...request.plan });
    report({ plan, diagnostics: loaded.diagnostics });
    return Promise.resolve();
  });
}

/** The package may have been raised by somebody who does not know what that means for lge.stack.json: a bot, say. */
export async function migrated(dir: string, request: Request, errors: RunContext['errors']): Promise<Request> {
  const { prepare } = await import('./prepare.js');
  const { from, text, edits, about, asks, newer } = prepare(dir);
  if (newer) {
    const { message, hint } = explanations['newer-state'];
    throw new Stop(
      `✗ .lge/state.json: ${message} It is ${from}; this is ${version}.\n  ${hint}\nNothing was written.\n`,
      5,
    );
  }
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
  { output = process.stdout, errors }: Partial<RunContext> & Pick<RunContext, 'errors'>,
): Promise<readonly Outcome[]> {
  const request = given.text === undefined ? await migrated(dir, given, errors) : given;
  const looked = await look(dir, request, errors);
  if (looked) return looked;
  return withRequest(request, { dir, output, errors }, async () => {
    const body = (): Promise<void> => runProjenrc(dir);
    if (!request.look && !request.json) return body();
    const { lookOnly, quietly } = await import('./look-only.js');
    return request.look ? lookOnly(body) : quietly(body);
  });
}

/** A run that was killed left the project half written: it is taken back first. */
export async function recovered(dir: string, { errors }: Pick<RunContext, 'errors'>): Promise<void> {
  const { recover, unfinished } = await import('../io/journal.js');
  if (!unfinished(dir)) return;
  const { locked } = await import('../io/lock.js');
  const recovery = locked(dir, () => recover(dir));
  if (!recovery) return;
  errors.write(
    recovery.lost
      ? `! ${recovery.command} was interrupted, and its backup is gone: what it had written stays. \`npx lge-stack diff\` shows it.\n`
      : `! ${recovery.command} was interrupted; what it had written was taken back.\n`,
  );
  for (const path of recovery.left) errors.write(`! ${path} was saved since, and stays as it is.\n`);
}

/**
 * What `npx projen` runs: brings the project to what lge.stack.json and .projenrc.ts ask for.
 *
 * @returns the exit code: 0 fine, 1 a fault, 2 a mistake in the options, 3 a conflict waits, 5 refused; nothing is
 * written with 2 and 5.
 */
export async function run(context: RunContext, request: Request = {}): Promise<number> {
  return (await attempt(context, request)).code;
}

/** The same, with what was done. */
export async function attempt({ dir, output, errors, env }: RunContext, request: Request): Promise<Ended> {
  try {
    await recovered(dir, { errors });
    if (Object.keys(request).length === 0 && isCurrent(dir)) {
      output.write(NOTHING_CHANGED);
      return { code: 0, outcomes: [] };
    }
    forget(dir);
    const outcomes = await perform(dir, request, { output, errors });
    if (request.json) output.write(changesJson(outcomes));
    return { code: outcomes.some(({ plan }) => conflicts(plan.changes).length > 0) ? 3 : 0, outcomes };
  } catch (error) {
    return { code: explain(error, { errors, dir, ...(env && { env }) }), outcomes: [] };
  }
}
