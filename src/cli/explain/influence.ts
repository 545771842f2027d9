import { diffArrays } from 'diff/lib/diff/array.js';
import { renderStack } from '../../index.js';
import type { Stack } from '../../model/stack.js';
import { policyVariants, variantOf, type Options, type Variant } from './alter.js';

/** Lines of each file, by path. */
export type Rendering = ReadonlyMap<string, readonly string[]>;

export function renderingOf(stack: Stack): Rendering {
  return new Map(renderStack(stack).map(({ path, content }) => [path, content.split('\n')]));
}

/** Lines of the rendering of now, from 1, first and last; the last is before the first where lines come in between. */
export type Span = readonly [first: number, last: number];

/** What one option, with another answer, would change. Kept as JSON between two runs. */
export interface Influence {
  readonly key: string;
  readonly value: unknown;
  /** By path: what would change of the file; all of it where it would not be there. */
  readonly files: Readonly<Record<string, readonly Span[]>>;
  /** Files that there would be as well. */
  readonly appears: readonly string[];
}

export interface Hunk {
  readonly span: Span;
  readonly instead: readonly string[];
}

/** What is there instead of which lines. */
export function hunks(now: readonly string[], then: readonly string[]): readonly Hunk[] {
  const found: Hunk[] = [];
  let line = 1;
  let open: { first: number; instead: readonly string[] } | undefined;
  const close = (): void => {
    if (open) found.push({ span: [open.first, line - 1], instead: open.instead });
    open = undefined;
  };
  for (const { added, removed, value } of diffArrays([...now], [...then])) {
    if (!added && !removed) close();
    else open ??= { first: line, instead: [] };
    if (added && open) open = { ...open, instead: [...open.instead, ...value] };
    if (!added) line += value.length;
  }
  close();
  return found;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}

/** One that cannot be rendered at all, because rules refuse it, changes nothing that anybody could have. */
function tried(variant: Variant, now: Rendering): readonly Influence[] {
  try {
    return [influenceOf(variant, now)];
  } catch {
    return [];
  }
}

export function influenceOf({ key, value, stack }: Variant, now: Rendering): Influence {
  const then = renderingOf(stack);
  const files = [...now].flatMap(([path, lines]) => {
    const other = then.get(path);
    if (other && isSame(lines, other)) return [];
    const spans: readonly Span[] = other ? hunks(lines, other).map(({ span }) => span) : [[1, lines.length]];
    return [[path, spans] as const];
  });
  return { key, value, files: Object.fromEntries(files), appears: [...then.keys()].filter((path) => !now.has(path)) };
}

/** What each option would change, tried one by one, and each switch of the preset. Takes seconds: see `./cache.ts`. */
export function allInfluences(options: Options, now: Rendering): readonly Influence[] {
  const variants = options.keys.flatMap((key) => variantOf(options, key) ?? []);
  return [...variants, ...policyVariants(options)]
    .flatMap((variant) => tried(variant, now))
    .filter(({ files, appears }) => Object.keys(files).length > 0 || appears.length > 0);
}

/** Lines that it changes, of all files: what changes few of them says more about each. */
export function reach({ files }: Influence): number {
  return Object.values(files)
    .flat()
    .reduce((sum, [first, last]) => sum + Math.max(1, last - first + 1), 0);
}

export function touches(spans: readonly Span[] | undefined, line: number): boolean {
  return spans?.some(([first, last]) => first <= line && line <= last) ?? false;
}
