import { BACKUPS } from '../io/layout.js';
import { styleFor } from '../io/terminal.js';
import { conflictMessages } from '../merge/explain.js';
import { isConflict, type Choice } from '../merge/merge.js';
import type { Change } from '../merge/change.js';
import type { Resolution } from '../merge/site.js';
import { changeJson } from '../project/json.js';
import { placeOf } from '../project/report.js';
import type { Call, Context } from './command.js';
import type { flags } from './commands/resolve.js';
import { EXIT } from './exit.js';
import { guarded, isInteractive, look, projectPath, writeJson } from './look.js';
import { canBeEdited, editedText, lostText, pickedText, refuseUnseen, waitingIn, type Waiting } from './waiting.js';
import { syncWith } from './wish.js';

type Decisions = ReadonlyMap<string, Resolution>;
type Flagged = Call<typeof flags>['flags'];

/** One choice for each conflict of a file, by number from 1; or what is wrong with them. */
function picked(picks: readonly string[], waiting: Waiting): Resolution | string {
  const { path } = waiting.change;
  const count = waiting.regions.filter(isConflict).length;
  if (count === 0) return `--pick: ${path} cannot be decided place by place. Say --mine or --theirs.`;
  const choices = new Map<number, Choice>();
  for (const pick of picks) {
    const [, number = '', side = ''] = /^(\d+)=(mine|theirs|base)$/.exec(pick) ?? [];
    if (side === '' || Number(number) < 1 || Number(number) > count)
      return `--pick ${pick}: ${path} has ${count} conflict${count === 1 ? '' : 's'}; write 1=mine, 1=theirs or 1=base.`;
    choices.set(Number(number), side as Choice);
  }
  const all = Array.from({ length: count }, (_, index) => choices.get(index + 1));
  const open = all.flatMap((choice, index) => (choice ? [] : [index + 1]));
  if (open.length > 0) return `${path}: conflict ${open.join(', ')} of ${count} has no --pick.`;
  return pickedText(waiting, all as readonly Choice[]);
}

function decision({ mine, theirs, edited, pick }: Flagged, one: Waiting, dir: string): Resolution | string {
  if (mine) return 'mine';
  if (theirs) return 'theirs';
  if (!edited) return picked(pick ?? [], one);
  if (canBeEdited(one)) return editedText(dir, one);
  return `--edited: ${one.change.path} has no merge that could be edited. Say --mine or --theirs.`;
}

function decided(given: Flagged, waiting: readonly Waiting[], dir: string): Decisions | readonly string[] {
  const decisions = new Map<string, Resolution>();
  const mistakes: string[] = [];
  for (const one of waiting) {
    const how = decision(given, one, dir);
    if (typeof how === 'string' && how !== 'mine' && how !== 'theirs') mistakes.push(how);
    else decisions.set(one.change.path, how);
  }
  return mistakes.length > 0 ? mistakes : decisions;
}

function list(waiting: readonly Waiting[], context: Context, json: boolean): void {
  if (json) {
    writeJson(
      context,
      waiting.map(({ change }) => changeJson(change)),
    );
    return;
  }
  const style = styleFor(context.output, context.env);
  for (const { change, regions } of waiting) {
    const count = regions.filter(isConflict).length;
    const where = change.reason === 'both-changed' ? `, in ${count} place${count === 1 ? '' : 's'}` : '';
    context.output.write(
      `${style.red('✗')} ${style.bold(change.path)}: ${conflictMessages[change.reason]}${where}. See ${placeOf(change)}.\n`,
    );
  }
}

/** What is wrong with the command line, one sentence each. */
function mistakesIn({ flags: { mine, theirs, edited, pick } }: Call<typeof flags>, strangers: readonly string[]) {
  const ways = [mine, theirs, edited, pick].filter((flag) => flag !== undefined).length;
  return [
    ...strangers.map((path) => `✗ ${path}: It has no conflict.`),
    ...(ways > 1 ? ['Only one of --mine, --theirs, --edited and --pick can be meant.'] : []),
  ];
}

function told({ kind }: Change): string | undefined {
  return kind === 'conflict' ? undefined : 'decided.';
}

/** Before it is done: what goes, and how it is had back. */
function tellLoss(decisions: Decisions, waiting: readonly Waiting[], output: Context['output'], env: Context['env']) {
  const style = styleFor(output, env);
  for (const one of waiting) {
    const { path } = one.change;
    if (decisions.get(path) !== 'theirs') continue;
    output.write(
      `${style.yellow('!')} ${style.bold(path)}: ${lostText(one)}. The file as it is now is kept in ${BACKUPS}; \`npx lge-stack restore --backup last\` takes this back.\n`,
    );
  }
}

async function decide(call: Call<typeof flags>, waiting: readonly Waiting[], context: Context): Promise<number> {
  const { mine, theirs, edited, pick, json } = call.flags;
  const { output, errors, dir } = context;
  const flagged = [mine, theirs, edited, pick].some((flag) => flag !== undefined);
  const asks = !flagged && isInteractive(context) && !json;
  if (!flagged && !asks) {
    list(waiting, context, json === true);
    errors.write('Nobody is here to ask. Say --mine, --theirs, --edited or --pick: see lge-stack resolve --help.\n');
    return EXIT.usage;
  }
  refuseUnseen(waiting);
  const decisions = asks
    ? await (await import('./resolve-ask.js')).askDecisions(waiting, context)
    : decided(call.flags, waiting, dir);
  if ('length' in decisions) {
    errors.write(`${decisions.join('\n')}\n`);
    return EXIT.usage;
  }
  // All of them are left for later.
  if (decisions.size === 0) return EXIT.conflict;
  tellLoss(decisions, waiting, json ? errors : output, context.env);
  return syncWith({ resolve: decisions }, { command: 'resolve', json, told }, context);
}

/** Decides files that wait: by flags, or by asking where somebody is there to answer. */
export function resolve(call: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const { recovered } = await import('../project/run.js');
    await recovered(context.dir, context);
    const named = new Set(call.words.map((word) => projectPath(word, context.dir)));
    const all = (await look(context)).flatMap(waitingIn);
    const strangers = [...named].filter((path) => !all.some(({ change }) => change.path === path));
    const mistakes = mistakesIn(call, strangers);
    if (mistakes.length > 0) {
      context.errors.write(`${mistakes.join('\n')}\n`);
      return EXIT.usage;
    }
    const waiting = named.size > 0 ? all.filter(({ change }) => named.has(change.path)) : all;
    if (waiting.length > 0) return decide(call, waiting, context);
    if (call.flags.json) writeJson(context, []);
    else context.output.write('No file waits for a decision.\n');
    return EXIT.ok;
  });
}
