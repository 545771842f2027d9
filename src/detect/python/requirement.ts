import type { Fact } from '../fact.js';
import { folderOf, join } from '../path.js';
import type { Tree } from '../tree.js';

export type Dependency = Fact<{ readonly name: string; readonly version: string }>;

const REQUIREMENT = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?:\(([^)]*)\)|((?:[<>=!~]=?=?|@)[^;#]*))?/;

/** One requirement as pip writes it: `uvicorn[standard]>=0.30 ; python_version > "3.9"`. */
export function parseRequirement(text: string): { readonly name: string; readonly version: string } | undefined {
  const match = REQUIREMENT.exec(text);
  if (!match?.[1]) return undefined;
  return { name: normalName(match[1]), version: (match[2] ?? match[3] ?? '').trim() };
}

/** `Flask_Login` and `flask-login` are one package. */
export function normalName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/** Another list that a line names, `-r base.txt` or `-c constraints.txt`; undefined where it names none, or one of the web. */
function namedBy(line: string, options: 'r' | 'rc'): string | undefined {
  const constraints = /^\s*(?:-c\s*=?|--constraint[\s=])\s*(\S+)/;
  const requirements = /^\s*(?:-r\s*=?|--requirement[\s=])\s*(\S+)/;
  const found = requirements.exec(line)?.[1] ?? (options === 'rc' ? constraints.exec(line)?.[1] : undefined);
  return found?.includes('://') ? undefined : found;
}

/**
 * The lists that a list names with `-r` or `-c`, and those that they name in turn, each once.
 *
 * @returns Paths from the root of the tree, of files that are there or not.
 */
export function namedLists(
  read: Tree['read'],
  file: string,
  seen: Set<string> = new Set([file]),
): readonly Fact<string>[] {
  return (read(file) ?? '').split('\n').flatMap((line, index) => {
    const other = namedBy(line, 'rc');
    const path = other === undefined ? file : join(folderOf(file), other);
    if (seen.has(path)) return [];
    seen.add(path);
    const evidence = { file, line: index + 1 };
    return [{ value: path, sure: 'certain' as const, evidence }, ...namedLists(read, path, seen)];
  });
}

/** What a requirements file asks for, and those that it names with `-r`. */
export function requirementsIn(tree: Tree, file: string, seen: readonly string[] = []): readonly Dependency[] {
  const text = tree.read(file);
  if (text === undefined || seen.includes(file) || seen.length > 8) return [];
  return text.split('\n').flatMap((line, index) => {
    const other = namedBy(line, 'r');
    if (other !== undefined) return requirementsIn(tree, join(folderOf(file), other), [...seen, file]);
    const value = /^\s*[-#]/.test(line) ? undefined : parseRequirement(line);
    return value ? [{ value, sure: 'certain' as const, evidence: { file, line: index + 1 } }] : [];
  });
}
