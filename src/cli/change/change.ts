import type { Edit } from '../../io/edits.js';
import { describe, styleFor } from '../../io/terminal.js';
import { conflicts, refusals } from '../../merge/change.js';
import { hasErrors } from '../../model/diagnostic.js';
import { OPTIONS_FILE } from '../../project/paths.js';
import type { Outcome, Request, Source } from '../../project/session.js';
import type { Context } from '../command.js';
import { EXIT } from '../exit.js';
import { guarded } from '../look.js';

/** What a command makes of the text of lge.stack.json. */
export interface Changed {
  readonly text: string;
  /** What it did, a sentence or an assignment each. */
  readonly told: readonly string[];
  /** What it could not do; with one of them nothing is written. */
  readonly mistakes: readonly string[];
}

export interface ChangeOptions {
  /** Named in the backup. */
  readonly command: string;
  readonly json?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

interface Planned {
  readonly request: Request;
  readonly told: readonly string[];
}

function isText(text: string, source: Source): boolean {
  // Where a key is there twice, an edit would change one of the two.
  return source.load(text).diagnostics.every(({ code }) => code !== 'invalid-json' && code !== 'duplicate-key');
}

/** Every mistake in what was said, and in what the options would become. */
function wrongWith({ text, mistakes }: Changed, source: Source, { errors, env }: Context): string {
  const { diagnostics } = source.load(text);
  const found = hasErrors(diagnostics) ? diagnostics : [];
  const lines = [...mistakes.map((line) => `✗ ${line}\n`), describe(found, OPTIONS_FILE, styleFor(errors, env))];
  return lines.join('');
}

/** What is to be carried out, or `undefined` where that was told to be impossible. */
async function planned(
  change: (text: string, source: Source) => Changed,
  { command, json }: ChangeOptions,
  context: Context,
): Promise<Planned | undefined> {
  const { dir, errors } = context;
  const { migrated, readSources } = await import('../../project/run.js');
  const { optionsText } = await import('../../project/source.js');
  const before = optionsText(dir);
  if (before === undefined) {
    errors.write(`There is no ${OPTIONS_FILE} in ${dir}.\n  Run this in the folder of the project.\n`);
    return undefined;
  }
  const request = await migrated(dir, {}, errors);
  const now = request.text ?? before;
  const [source] = await readSources(dir, now, errors);
  if (!source) {
    errors.write(`.projenrc.ts makes no stack: nothing reads ${OPTIONS_FILE}.\n`);
    return undefined;
  }
  const sound = isText(now, source);
  const changed = sound ? change(now, source) : { text: now, told: [], mistakes: [] };
  const wrong = wrongWith(changed, source, context);
  if (wrong !== '') {
    errors.write(`${wrong}Nothing was written.\n`);
    return undefined;
  }
  const edits: readonly Edit[] = changed.text === before ? [] : [{ path: OPTIONS_FILE, before, content: changed.text }];
  return {
    request: { text: changed.text, command, plan: { edits }, ...(json && { json }) },
    told: changed.told,
  };
}

async function tellPlan({ request, told }: Planned, context: Context): Promise<number> {
  const { dir, errors, output, env } = context;
  const { perform } = await import('../../project/run.js');
  const { changesJson } = await import('../../project/json.js');
  const { describeChanges, describeRefusals, NOTHING_CHANGED } = await import('../../project/report.js');
  const outcomes: readonly Outcome[] = await perform(dir, { ...request, look: true }, { errors });
  const changes = outcomes.flatMap(({ plan }) => plan.changes);
  const refused = refusals(changes);
  if (refused.length > 0) {
    errors.write(describeRefusals(refused, styleFor(errors, env)));
    return EXIT.refused;
  }
  if (request.json) output.write(changesJson(outcomes));
  else {
    const style = styleFor(output, env);
    const text = outcomes.map(({ plan }) => describeChanges(plan.changes, plan.before, style)).join('');
    output.write(`${said(told)}${text === '' ? NOTHING_CHANGED : text}Nothing was written (--dry-run).\n`);
  }
  return conflicts(changes).length > 0 ? EXIT.conflict : EXIT.ok;
}

const said = (told: readonly string[]): string => told.map((line) => `${line}\n`).join('');

/** Tells first what was meant, then what the run says; nothing of the former where it was refused. */
async function carryOut({ request, told }: Planned, { dir, output, errors }: Context): Promise<number> {
  const { attempt } = await import('../../project/run.js');
  let text = '';
  const kept = { ...(output.isTTY && { isTTY: true }), write: (more: string) => void (text += more) };
  const { code } = await attempt({ dir, output: kept, errors }, request);
  const done = code === EXIT.ok || code === EXIT.conflict;
  output.write(`${done && !request.json ? said(told) : ''}${text}`);
  return code;
}

/**
 * Changes the text of lge.stack.json, checks all that is wrong with it, and brings the project to it: options and files
 * are one transaction, which `restore --backup last` takes back.
 */
export function changeOptions(
  change: (text: string, source: Source) => Changed,
  options: ChangeOptions,
  context: Context,
): Promise<number> {
  return guarded(context, async () => {
    const { recovered } = await import('../../project/run.js');
    if (!options.dryRun) await recovered(context.dir, context);
    const plan = await planned(change, options, context);
    if (!plan) return EXIT.usage;
    return options.dryRun ? tellPlan(plan, context) : carryOut(plan, context);
  });
}
