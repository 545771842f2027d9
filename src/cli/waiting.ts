import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffArrays } from 'diff/lib/diff/array.js';
import { formatOf } from '../formats/index.js';
import { objectReader } from '../io/objects.js';
import type { Plan } from '../io/plan.js';
import { readProject } from '../io/read.js';
import { conflicts, type ConflictChange } from '../merge/change.js';
import { explanations } from '../merge/explain.js';
import { chosen, hasMarkers, mergeTexts, type Choice } from '../merge/merge.js';
import type { Region } from '../merge/lines.js';
import type { Resolution } from '../merge/site.js';
import { CONFLICTS } from '../merge/state.js';
import { endsWell, normalise } from '../merge/text.js';
import { placeOf } from '../project/report.js';
import { Stop } from '../project/stop.js';

/** A file that waits for a decision, with what there is to decide. */
export interface Waiting {
  readonly change: ConflictChange;
  /** Empty where the texts cannot be merged at all, or the conflict is in the file: then one side is taken whole. */
  readonly regions: readonly Region[];
  /** Whether the user's file ends in a line end. */
  readonly ends: boolean;
  /** What the last sync set aside is what would be set aside now. Otherwise nobody has seen it yet. */
  readonly seen: boolean;
  /** How many lines that the user wrote go where the template's version is taken; absent where nobody can tell. */
  readonly lost?: number;
}

/** The lines of `mine` that `other` has not, by index. */
function without(other: readonly string[], mine: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let at = 0;
  for (const { added, removed, count } of diffArrays([...other], [...mine])) {
    if (added) for (let index = 0; index < count; index += 1) found.add(at + index);
    if (!removed) at += count;
  }
  return found;
}

/** Lines that the user wrote, and that the template has not. */
function lostLines(base: string | undefined, mine: string, theirs: string): number {
  const lines = mine.split('\n');
  const written = without((base ?? '').split('\n'), lines);
  const gone = without(theirs.split('\n'), lines);
  return lines.filter((line, index) => line !== '' && gone.has(index) && written.has(index)).length;
}

/** What becomes of the user's edits where the template's version is taken whole. */
export function lostText({ lost }: Waiting): string {
  if (lost === undefined) return 'the file is replaced';
  if (lost === 0) return 'what you took out comes back';
  return lost === 1 ? '1 line that you wrote goes' : `${lost} lines that you wrote go`;
}

export function waitingIn(plan: Plan): readonly Waiting[] {
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
    const lost =
      entry?.kind === 'file' && theirs !== undefined
        ? { lost: lostLines(base, normalise(entry.content), normalise(theirs)) }
        : {};
    const seen = plan.before.get(path)?.incoming === state?.incoming && state?.incoming !== undefined;
    if (entry?.kind !== 'file' || theirs === undefined || base === undefined || reason === 'markers')
      return { change, regions: [], ends: true, seen, ...lost };
    const sides = { base, mine: normalise(entry.content), theirs: normalise(theirs) };
    const merged = mergeTexts(sides, formatOf(path));
    return { change, regions: merged.clean ? [] : merged.regions, ends: endsWell(sides.mine), seen, ...lost };
  });
}

/** Whether there is a merge that the user may have finished by hand. */
export function canBeEdited({ change }: Waiting): boolean {
  return ['both-changed', 'unsound', 'markers'].includes(change.reason);
}

/**
 * What the user worked out below .lge, or in the file itself where the conflict is written into it.
 *
 * @throws Stop where markers are left.
 */
export function editedText(dir: string, { change: { path } }: Waiting): Resolution {
  const aside = join(dir, CONFLICTS, path);
  if (!existsSync(aside)) return 'mine';
  const text = readFileSync(aside, 'utf8');
  if (!hasMarkers(text)) return { text };
  const { message, hint } = explanations['has-markers'];
  throw new Stop(`✗ ${CONFLICTS}/${path}: ${message}\n  ${hint}\nNothing was written.\n`, 5);
}

export function pickedText({ regions, ends }: Waiting, choices: readonly Choice[]): Resolution {
  return { text: chosen(regions, choices, ends) };
}

/**
 * A decision is about what the user has seen.
 *
 * @throws Stop where the template has something else by now, or no sync has shown it yet.
 */
export function refuseUnseen(waiting: readonly Waiting[]): void {
  const unseen = waiting.filter(({ seen, change }) => !seen && change.reason !== 'markers');
  if (unseen.length === 0) return;
  const lines = unseen.map(
    ({ change }) => `✗ ${change.path}: No sync has set aside yet what the template writes now.\n`,
  );
  throw new Stop(
    `${lines.join('')}  Run \`npx lge-stack sync\`, look at ${unseen.map(({ change }) => placeOf(change)).join(', ')}, then decide.\nNothing was written.\n`,
    5,
  );
}
