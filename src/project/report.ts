import type { Change, Refusal } from '../merge/change.js';
import { explanations } from '../merge/explain.js';
import type { State } from '../merge/state.js';
import type { Style } from '../io/terminal.js';

export const NOTHING_CHANGED = 'Nothing has changed.\n';

/** The files that stop the plan, each with the reason and the way out. */
export function describeRefusals(refused: readonly Refusal[], style: Style): string {
  const lines = refused.map(({ path, reason }) => {
    const { message, hint } = explanations[reason];
    return `${style.red('✗')} ${style.bold(path)}: ${message}\n  ${hint}\n`;
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
  if (kind === 'create' || kind === 'update' || kind === 'delete') return fileLine({ kind, path }, style);
  if (kind === 'orphan')
    return `${style.yellow('!')} ${path}: the stack has it no longer. You had changed it, so it stays, and is yours from now on.`;
  const news = kind === 'deleted-by-user' && before.get(path)?.status !== 'deleted';
  return news ? `${style.yellow('!')} ${path}: you deleted it, so it is not written any more.` : undefined;
}

/** What was done, one line a file; empty when there is nothing to tell. */
export function describeChanges(changes: readonly Change[], before: State, style: Style): string {
  return changes
    .map((change) => line(change, before, style))
    .filter((text) => text !== undefined)
    .map((text) => `${text}\n`)
    .join('');
}
