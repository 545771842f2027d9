import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { styleFor, type Style } from '../io/terminal.js';
import { objectReader } from '../io/objects.js';
import type { Plan } from '../io/plan.js';
import { readProject } from '../io/read.js';
import { conflicts, refusals, writeOf, type Change } from '../merge/change.js';
import { conflictMessages } from '../merge/explain.js';
import type { FileState } from '../merge/state.js';
import { normalise } from '../merge/text.js';
import { describeRefusals, whereText } from '../project/report.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/diff.js';
import { EXIT } from './exit.js';
import { guarded, look, projectPath, tellUnfinished, writeJson } from './look.js';

type View = 'upstream' | 'mine' | 'result';

interface Difference {
  readonly path: string;
  readonly patch: string;
}

/** One version of a file, and what it is called. */
interface Version {
  readonly title: string;
  /** Absent where there is no such file, `binary` where it is no text. */
  readonly text?: string | Binary;
}

type Binary = typeof BINARY;
const BINARY = Symbol('binary');

/** The versions of one file. */
interface Versions {
  readonly base: Version;
  readonly disk: Version;
  readonly rendered: Version;
  readonly result: Version;
}

/** From and to. Where what was rendered last is not kept, as with a seed, the file itself stands in for it. */
const sides: Readonly<Record<View, (versions: Versions) => readonly [Version, Version]>> = {
  upstream: ({ base, disk, rendered }) => [base.text === undefined ? disk : base, rendered],
  mine: ({ base, disk }) => [base.text === undefined ? disk : base, disk],
  result: ({ disk, result }) => [disk, result],
};

function version(title: string, text: string | Binary | undefined): Version {
  return { title, ...(text !== undefined && { text }) };
}

/** The template's choice for a seed is not kept, unless the user may take back that it is one. */
function hasBase({ owner, chosen }: FileState): boolean {
  return owner === 'merged' || owner === 'managed' || (owner === 'seed' && chosen === true);
}

function versionsIn(plan: Plan): (change: Change) => Versions {
  const { dir, changes, before, rendered } = plan;
  const disk = readProject(
    dir,
    changes.map(({ path }) => path),
  );
  const baseOf = objectReader(dir);
  const now = new Map(rendered.map((file) => [file.path, file.content]));
  return (change) => {
    const { path, owner, kind } = change;
    const remembered = before.get(path);
    const entry = disk.get(path);
    const there = entry?.kind === 'file' ? entry.content : entry && BINARY;
    const after = kind === 'delete' ? undefined : (writeOf(change)?.content ?? there);
    return {
      base: version('as it was rendered last', remembered && hasBase(remembered) ? baseOf(remembered.base) : undefined),
      disk: version('as it is', there),
      // To a file of the user's, lines are added: it never becomes what is rendered.
      rendered: version('as it is rendered now', owner === 'added' ? after : now.get(path)),
      result: version('after a sync', after),
    };
  };
}

function patchOf(path: string, from: Version, to: Version): string | undefined {
  if (from.text === BINARY || to.text === BINARY)
    return from.text === to.text ? undefined : `Binary file ${path} differs: ${from.title}, ${to.title}\n`;
  const [before, after] = [normalise(from.text ?? ''), normalise(to.text ?? '')];
  if (before === after && (from.text === undefined) === (to.text === undefined)) return undefined;
  const name = ({ text }: Version): string => (text === undefined ? '/dev/null' : path);
  return createTwoFilesPatch(name(from), name(to), before, after, from.title, to.title, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}

function differences(plan: Plan, view: View, named: ReadonlySet<string>): readonly Difference[] {
  const versions = versionsIn(plan);
  return plan.changes.flatMap((change) => {
    const { path, owner } = change;
    if (named.size > 0 ? !named.has(path) : owner === 'seed' && view === 'upstream') return [];
    const [from, to] = sides[view](versions(change));
    const patch = patchOf(path, from, to);
    return patch === undefined ? [] : [{ path, patch }];
  });
}

export function painted(patch: string, style: Style): string {
  return patch
    .split('\n')
    .map((line) => {
      if (/^(?:---|\+\+\+) /.test(line)) return style.bold(line);
      if (line.startsWith('@@')) return style.dim(line);
      if (line.startsWith('+')) return style.green(line);
      return line.startsWith('-') ? style.red(line) : line;
    })
    .join('\n');
}

/** What applying the plan changes, as a patch for each file. */
export function patches(plan: Plan): readonly string[] {
  return differences(plan, 'result', new Set()).map(({ patch }) => patch);
}

/** Theirs against the template's, where a file was there before the stack. It is no patch that a sync applies. */
function theirs(plan: Plan, named: ReadonlySet<string>): ReadonlyMap<string, string> {
  const waiting = conflicts(plan.changes).filter(({ path, reason }) => reason === 'not-ours' && !skips(named, path));
  const versions = versionsIn({ ...plan, changes: waiting });
  const found = waiting.map((change) => {
    const { disk, rendered } = versions(change);
    return [change.path, patchOf(change.path, disk, rendered) ?? ''] as const;
  });
  return new Map(found);
}

const skips = (named: ReadonlySet<string>, path: string): boolean => named.size > 0 && !named.has(path);

/** What is wrong with the flags of a report; empty where nothing is. */
function reportMistake({ words, flags: { report, markdown, result, upstream, mine } }: Call<typeof flags>): string {
  if (report && (words.length > 0 || result || upstream || mine))
    return '--report is about the repository as a whole: neither files nor a view go with it.\n';
  return markdown && !report ? '--markdown is a form of --report: npx lge-stack diff --report --markdown\n' : '';
}

/** What a sync would not bring about, and so no patch on standard output shows. Whether there is such a file. */
function tellWaiting(plans: readonly Plan[], named: ReadonlySet<string>, { errors, env }: Context): boolean {
  const style = styleFor(errors, env);
  let told = false;
  for (const plan of plans) {
    const patchesOf = theirs(plan, named);
    for (const change of conflicts(plan.changes)) {
      const { path, reason } = change;
      if (skips(named, path)) continue;
      told = true;
      errors.write(
        `${style.yellow('!')} ${style.bold(path)}: ${conflictMessages[reason]}. ${whereText(change)}\n${painted(patchesOf.get(path) ?? '', style)}`,
      );
    }
  }
  return told;
}

const NOTHING: Readonly<Record<View, string>> = {
  result: 'a sync would change nothing',
  upstream: 'the template is as at the last sync',
  mine: 'every file is as the last sync left it',
};

/** Patches on standard output, and where there are none a line beside it: an empty patch stays one. */
function tellDifferences(found: readonly Difference[], view: View, waits: boolean, context: Context): void {
  const { output, errors, env } = context;
  output.write(found.map(({ patch }) => painted(patch, styleFor(output, env))).join(''));
  if (found.length === 0 && !waits) errors.write(`Nothing differs: ${NOTHING[view]}.\n`);
}

/** Shows, file by file, what changed between two of: the last rendering, the disk, the rendering of now, the result. */
export function diff(call: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const { errors, env } = context;
    const named = new Set(call.words.map((word) => projectPath(word, context.dir)));
    const views = (['upstream', 'mine', 'result'] as const).filter((name) => call.flags[name]);
    if (views.length > 1) {
      errors.write('Only one of --result, --upstream and --mine can be meant.\n');
      return EXIT.usage;
    }
    const view = views[0] ?? 'result';
    const mistake = reportMistake(call);
    if (mistake !== '') {
      errors.write(mistake);
      return EXIT.usage;
    }
    tellUnfinished(context);
    const plans = await look(context);
    if (call.flags.report) return (await import('./adoption.js')).tellAdoption(plans, call.flags, context);
    const refused = plans.flatMap(({ changes }) => refusals(changes));
    // A file that may not be edited was: that is what --mine is there to show.
    const blind = plans.some(({ rendered }) => rendered.length === 0);
    if (refused.length > 0 && (view === 'result' || blind)) {
      errors.write(describeRefusals(refused, styleFor(errors, env)));
      return EXIT.refused;
    }
    const known = new Set(plans.flatMap(({ changes }) => changes.map(({ path }) => path)));
    const strangers = [...named].filter((path) => !known.has(path));
    for (const path of strangers) errors.write(`✗ ${path}: It is no file of this stack.\n`);
    if (strangers.length > 0) return EXIT.usage;
    const found = plans.flatMap((plan) => differences(plan, view, named));
    const waits = view === 'result' && tellWaiting(plans, named, context);
    if (call.flags.json) writeJson(context, found);
    else tellDifferences(found, view, waits, context);
    return call.flags['exit-code'] && found.length > 0 ? EXIT.drift : EXIT.ok;
  });
}
