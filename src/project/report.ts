import { conflicts, type Change, type ConflictChange, type Refusal } from '../merge/change.js';
import { conflictMessages, explanations } from '../merge/explain.js';
import { CONFLICTS, INCOMING, type State } from '../merge/state.js';
import type { Style } from '../io/terminal.js';

export const NOTHING_CHANGED = 'Nothing has changed.\n';

/** The files that stop the plan, each with the reason and the way out. */
export function describeRefusals(refused: readonly Refusal[], style: Style): string {
  const lines = refused.map(({ path, reason }) => {
    const { message, hint } = explanations[reason];
    return `${style.red('✗')} ${style.bold(path)}: ${message}\n  ${hint.replaceAll('<file>', path)}\n`;
  });
  return `${lines.join('')}Nothing was written.\n`;
}

export interface FileChange {
  readonly kind: 'create' | 'update' | 'delete';
  readonly path: string;
}

function fileLine({ kind, path }: FileChange, style: Style): string {
  const marks = { create: style.green('+'), update: style.yellow('~'), delete: style.red('-') };
  return `${marks[kind]} ${path}`;
}

/** One line a file. */
export function describeFiles(changes: readonly FileChange[], style: Style): string {
  return changes.map((change) => `${fileLine(change, style)}\n`).join('');
}

function line(change: Change, before: State, style: Style): string | undefined {
  const { kind, path } = change;
  if (kind === 'create' && change.from !== undefined) return `${style.yellow('→')} ${change.from} is ${path} now`;
  if (kind === 'delete' && change.to !== undefined) return undefined;
  if (kind === 'create' || kind === 'update' || kind === 'delete') {
    const merged = kind === 'update' && change.merged;
    return `${fileLine({ kind, path }, style)}${merged ? style.dim(' with your changes') : ''}`;
  }
  if (kind === 'orphan')
    return `${style.yellow('!')} ${path}: the stack has it no longer. You had changed it, so it stays, and is yours from now on.`;
  const news = kind === 'deleted-by-user' && before.get(path)?.status !== 'deleted';
  return news
    ? `${style.yellow('!')} ${path}: you deleted it, so it is not written any more. \`npx lge-stack restore ${path}\` brings it back.`
    : undefined;
}

/** Whether both sides were merged as far as they could be; otherwise one of them waits as it is. */
const isMerge = ({ reason }: ConflictChange): boolean => reason === 'both-changed' || reason === 'unsound';

/** Where the user finds what the template would write in the place of a file that waits. */
export function placeOf(change: ConflictChange): string {
  const { path, reason, write } = change;
  // A file that moves is written, too, but as it was.
  if (reason === 'markers' || (write && write.from === undefined)) return path;
  return `${isMerge(change) ? CONFLICTS : INCOMING}/${path}`;
}

/** What is where, of a file that waits. */
export function whereText(change: ConflictChange): string {
  const place = placeOf(change);
  if (place === change.path) return 'Both versions are in it, between markers.';
  const there = isMerge(change) ? 'The merge of both versions' : 'The file that the stack would write';
  return `Yours stays as it is. ${there} is in ${place}.`;
}

function describeConflicts(waiting: readonly ConflictChange[], style: Style): string {
  if (waiting.length === 0) return '';
  const lines = waiting.map((change) => {
    const fault = change.fault === undefined ? '' : ` (${change.fault})`;
    return `${style.red('✗')} ${style.bold(change.path)}: ${conflictMessages[change.reason]}${fault}. ${whereText(change)}\n`;
  });
  const [first] = waiting;
  const many = waiting.length > 1 ? `${waiting.length} files wait` : 'One file waits';
  return `${lines.join('')}${many} for your decision: npx lge-stack resolve${waiting.length > 1 ? '' : ` ${first!.path}`}\n`;
}

/** What was done, one line a file, and what waits for the user; empty when there is nothing to tell. */
export function describeChanges(changes: readonly Change[], before: State, style: Style): string {
  const done = changes
    .map((change) => line(change, before, style))
    .filter((text) => text !== undefined)
    .map((text) => `${text}\n`)
    .join('');
  return done + describeConflicts(conflicts(changes), style);
}
