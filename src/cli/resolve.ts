import { formatOf } from '../formats/index.js';
import { objectReader } from '../io/objects.js';
import type { Plan } from '../io/plan.js';
import { readProject } from '../io/read.js';
import { styleFor } from '../io/terminal.js';
import { conflicts } from '../merge/change.js';
import { conflictMessages } from '../merge/explain.js';
import { chosen, isConflict, mergeTexts, type Choice } from '../merge/merge.js';
import type { Resolution } from '../merge/site.js';
import { normalise } from '../merge/text.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/resolve.js';
import { EXIT } from './exit.js';
import { guarded, look, projectPath, writeJson } from './look.js';
import { editedText, type Waiting } from './waiting.js';
import { syncWith } from './wish.js';

function waitingIn(plan: Plan): readonly Waiting[] {
  const baseOf = objectReader(plan.dir);
  const found = conflicts(plan.changes);
  const disk = readProject(
    plan.dir,
    found.map(({ path }) => path),
  );
  return found.map((change) => {
    const { path, state, reason } = change;
    const entry = disk.get(path);
    const theirs = plan.rendered.find((file) => file.path === path)?.content;
    const base = state?.status === 'conflict' ? baseOf(state.base) : undefined;
    if (entry?.kind !== 'file' || theirs === undefined || base === undefined || reason === 'markers')
      return { change, regions: [] };
    const sides = { base, mine: normalise(entry.content), theirs: normalise(theirs) };
    const merged = mergeTexts(sides, formatOf(path));
    return { change, regions: merged.clean ? [] : merged.regions };
  });
}

/** One choice for each conflict of a file, by number from 1; or what is wrong with them. */
function picked(picks: readonly string[], { change, regions }: Waiting): Resolution | string {
  const count = regions.filter(isConflict).length;
  const choices = new Map<number, Choice>();
  for (const pick of picks) {
    const [, number = '', side = ''] = /^(\d+)=(mine|theirs|base)$/.exec(pick) ?? [];
    if (side === '' || Number(number) < 1 || Number(number) > count)
      return `--pick ${pick}: ${change.path} has ${count} conflicts; write 1=mine, 1=theirs or 1=base.`;
    choices.set(Number(number), side as Choice);
  }
  const all = Array.from({ length: count }, (_, index) => choices.get(index + 1));
  const open = all.flatMap((choice, index) => (choice ? [] : [index + 1]));
  if (open.length > 0) return `${change.path}: conflict ${open.join(', ')} has no --pick.`;
  return { text: chosen(regions, all as readonly Choice[]) };
}

function decided(
  call: Call<typeof flags>,
  waiting: readonly Waiting[],
  dir: string,
): ReadonlyMap<string, Resolution> | readonly string[] {
  const { mine, theirs, edited, pick } = call.flags;
  const decisions = new Map<string, Resolution>();
  const mistakes: string[] = [];
  for (const one of waiting) {
    const { path } = one.change;
    const how = mine ? 'mine' : theirs ? 'theirs' : edited ? editedText(dir, path) : picked(pick ?? [], one);
    if (typeof how === 'string' && how !== 'mine' && how !== 'theirs') mistakes.push(how);
    else decisions.set(path, how);
  }
  return mistakes.length > 0 ? mistakes : decisions;
}

function list(waiting: readonly Waiting[], { output, env }: Context): void {
  const style = styleFor(output, env);
  for (const { change, regions } of waiting) {
    const count = regions.filter(isConflict).length;
    const where = change.reason === 'both-changed' ? `, in ${count} place${count === 1 ? '' : 's'}` : '';
    output.write(`${style.red('✗')} ${style.bold(change.path)}: ${conflictMessages[change.reason]}${where}\n`);
  }
}

/** Decides files that wait: by flags, or by asking where somebody is there to answer. */
export function resolve(call: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const { mine, theirs, edited, pick, json } = call.flags;
    const named = new Set(call.words.map(projectPath));
    const all = (await look(context)).flatMap(waitingIn);
    const strangers = [...named].filter((path) => !all.some(({ change }) => change.path === path));
    for (const path of strangers) context.errors.write(`✗ ${path}: It has no conflict.\n`);
    const ways = [mine, theirs, edited, pick].filter((flag) => flag !== undefined).length;
    if (ways > 1) context.errors.write('Only one of --mine, --theirs, --edited and --pick can be meant.\n');
    if (strangers.length > 0 || ways > 1) return EXIT.usage;
    const waiting = named.size > 0 ? all.filter(({ change }) => named.has(change.path)) : all;
    if (waiting.length === 0) {
      if (json) writeJson(context, []);
      else context.output.write('No file waits for a decision.\n');
      return EXIT.ok;
    }
    let decisions = ways === 1 ? decided(call, waiting, context.dir) : undefined;
    if (!decisions && context.input.isTTY && context.output.isTTY && !context.env.CI)
      decisions = await (await import('./resolve-ask.js')).askDecisions(waiting, context);
    if (!decisions) {
      list(waiting, context);
      context.errors.write(
        'Nobody is here to ask. Say --mine, --theirs, --edited or --pick: see lge-stack resolve --help.\n',
      );
      return EXIT.usage;
    }
    if ('length' in decisions) {
      context.errors.write(`${decisions.join('\n')}\n`);
      return EXIT.usage;
    }
    return syncWith('resolve', { resolve: decisions }, context, json ? { json } : {});
  });
}
