import { createTwoFilesPatch } from 'diff';
import { styleFor, type Style } from '../io/terminal.js';
import { objectReader } from '../io/objects.js';
import type { Plan } from '../io/plan.js';
import { readProject } from '../io/read.js';
import { writeOf, type Change } from '../merge/change.js';
import { normalise } from '../merge/text.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/diff.js';
import { EXIT } from './exit.js';
import { guarded, look, projectPath, writeJson } from './look.js';

type View = 'upstream' | 'mine' | 'result';

interface Difference {
  readonly path: string;
  readonly patch: string;
}

/** The texts of one file, each absent where there is none. */
interface Texts {
  readonly base?: string;
  readonly disk?: string;
  readonly rendered?: string;
  readonly result?: string;
}

/** From, to, and what they are called. */
const sides: Readonly<Record<View, (texts: Texts) => readonly [string | undefined, string | undefined]>> = {
  // A seed's base is not kept: what the template would write today is shown against the file.
  upstream: ({ base, disk, rendered }) => [base ?? disk, rendered],
  mine: ({ base, disk }) => (base === undefined ? [disk, disk] : [base, disk]),
  result: ({ disk, result }) => [disk, result],
};

const titles: Readonly<Record<View, readonly [string, string]>> = {
  upstream: ['as it was rendered last', 'as it is rendered now'],
  mine: ['as it was rendered last', 'as it is'],
  result: ['as it is', 'after a sync'],
};

function resultOf(change: Change, disk: string | undefined): string | undefined {
  return change.kind === 'delete' ? undefined : (writeOf(change)?.content ?? disk);
}

function differences(plan: Plan, view: View, named: ReadonlySet<string>): readonly Difference[] {
  const { dir, changes, before, rendered } = plan;
  const paths = changes.map(({ path }) => path);
  const disk = readProject(dir, paths);
  const baseOf = objectReader(dir);
  const now = new Map(rendered.map((file) => [file.path, file.content]));
  return changes.flatMap((change) => {
    const { path, owner } = change;
    const remembered = before.get(path);
    if (named.size > 0 ? !named.has(path) : owner === 'seed' && view === 'upstream') return [];
    const entry = disk.get(path);
    const there = entry?.kind === 'file' ? entry.content : undefined;
    const base = remembered && owner !== 'seed' && owner !== 'added' ? baseOf(remembered.base) : undefined;
    const result = resultOf(change, there);
    const texts = { base, disk: there, rendered: now.get(path), result };
    const [from, to] = sides[view](Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)));
    if (normalise(from ?? '') === normalise(to ?? '')) return [];
    const [left, right] = titles[view];
    const patch = createTwoFilesPatch(path, path, normalise(from ?? ''), normalise(to ?? ''), left, right);
    // Without the line of equal signs, which no other tool writes.
    return [{ path, patch: patch.replace(/^=+\n/, '') }];
  });
}

function painted(patch: string, style: Style): string {
  return patch
    .split('\n')
    .map((line) => {
      if (/^(?:---|\+\+\+)/.test(line)) return style.bold(line);
      if (line.startsWith('@@')) return style.dim(line);
      if (line.startsWith('+')) return style.green(line);
      return line.startsWith('-') ? style.red(line) : line;
    })
    .join('\n');
}

/** Shows, file by file, what changed between two of: the last rendering, the disk, the rendering of now, the result. */
export function diff(call: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const named = new Set(call.words.map(projectPath));
    const view = (['upstream', 'mine'] as const).find((name) => call.flags[name]) ?? 'result';
    const plans = await look(context);
    const strangers = [...named].filter(
      (path) => !plans.some(({ changes }) => changes.some((one) => one.path === path)),
    );
    for (const path of strangers) context.errors.write(`✗ ${path}: It is no file of this stack.\n`);
    if (strangers.length > 0) return EXIT.usage;
    const found = plans.flatMap((plan) => differences(plan, view, named));
    if (call.flags.json) writeJson(context, found);
    else {
      const style = styleFor(context.output, context.env);
      context.output.write(found.map(({ patch }) => painted(patch, style)).join(''));
    }
    return call.flags['exit-code'] && found.length > 0 ? EXIT.drift : EXIT.ok;
  });
}
