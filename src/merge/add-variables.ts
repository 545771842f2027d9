import { dressedAs } from './dress.js';
import { normalise } from './text.js';

/** A variable of a `.env` file with the comments above it. */
interface Entry {
  readonly name: string;
  /** It is commented out: what reads the file takes a default. */
  readonly optional: boolean;
  readonly lines: readonly string[];
}

const SET = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/;
const COMMENTED = /^\s*#\s?([A-Za-z_][A-Za-z0-9_]*)=/;

/** Variables in the order of a file; comments that stand above none are left out. */
function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let comments: string[] = [];
  for (const line of text.split('\n')) {
    const [set, commented] = [SET.exec(line)?.[1], COMMENTED.exec(line)?.[1]];
    const name = set ?? commented;
    if (name !== undefined) entries.push({ name, optional: set === undefined, lines: [...comments, line] });
    comments = name === undefined && line.startsWith('#') ? [...comments, line] : [];
  }
  return entries;
}

/**
 * Appends the variables of `ours` that `theirs` does not have, with their comments. One that is commented out there is had
 * where it is in ours, too. No line of theirs is changed.
 */
export function addVariables(theirs: string, ours: string): string {
  const text = normalise(theirs);
  const present = entriesOf(text);
  const has = ({ name, optional }: Entry): boolean =>
    present.some((one) => one.name === name && (optional || !one.optional));
  const missing = entriesOf(normalise(ours)).filter((entry) => !has(entry));
  if (missing.length === 0) return theirs;
  const before = text.trim() === '' ? '' : `${text.replace(/\n*$/, '')}\n\n`;
  return dressedAs(theirs, `${before}${missing.map(({ lines }) => `${lines.join('\n')}\n`).join('\n')}`);
}
