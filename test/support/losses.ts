import type { Sides } from '../../src/merge/lines.js';
import { says } from './says.js';

/** How often a text has each of its lines, wherever they are indented. */
function counts(text: string): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  for (const line of text.split('\n').map((one) => one.trim())) result.set(line, (result.get(line) ?? 0) + 1);
  return result;
}

const of = (map: ReadonlyMap<string, number>, line: string): number => map.get(line) ?? 0;

/** Lines that the user added, and the merge lacks. */
export function lostByUser({ base, mine }: Sides, merged: string): readonly string[] {
  const [b, m, r] = [counts(base), counts(mine), counts(merged)];
  return [...m]
    .filter(([line, count]) => line !== '' && of(r, line) < count - of(b, line))
    .map(([line]) => `lost what the user wrote: ${line}`);
}

function lostLines({ base, mine, theirs }: Sides, merged: string): readonly string[] {
  const [b, m, t, r] = [counts(base), counts(mine), counts(theirs), counts(merged)];
  const problems: string[] = [];
  for (const [line, count] of m) {
    // Of a line that stands several times, two sides may add the same one, or move one to the same place: that is one.
    if (line === '' || of(b, line) > 1) continue;
    const [had, there] = [of(b, line), of(r, line)];
    if (count >= had && of(t, line) >= had && there < had) problems.push(`lost what nobody took out: ${line}`);
  }
  for (const [line, count] of t)
    // Of two versions of a comment, the user's stays.
    if (line !== '' && !line.startsWith('#') && of(r, line) < count - of(b, line))
      problems.push(`lost what the template has: ${line}`);
  for (const line of r.keys())
    if (line !== '' && !m.has(line) && !t.has(line)) problems.push(`has what neither side has: ${line}`);
  return problems;
}

function wrongValues(path: string, { base, mine, theirs }: Sides, merged: string): readonly string[] {
  const [b, m, t] = [says(path, base), says(path, mine), says(path, theirs)];
  if (!b || !m || !t) return [];
  const r = says(path, merged);
  if (!r) return ['cannot be read, or says something twice'];
  const wrong = (key: string): boolean => {
    if (m.get(key) === b.get(key)) return r.get(key) !== t.get(key);
    if (t.get(key) === b.get(key) || m.get(key) === t.get(key)) return r.get(key) !== m.get(key);
    return false;
  };
  return [...new Set([...b.keys(), ...m.keys(), ...t.keys(), ...r.keys()])]
    .filter(wrong)
    .map((key) => `${key} is ${r.get(key)}; base ${b.get(key)}, mine ${m.get(key)}, template ${t.get(key)}`);
}

/** What a merge got wrong, in words; nothing where every line is there and every value is that of the side that changed it. */
export function losses(path: string, sides: Sides, merged: string): readonly string[] {
  return [...lostByUser(sides, merged), ...lostLines(sides, merged), ...wrongValues(path, sides, merged)];
}
