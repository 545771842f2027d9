import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One folder that holds a rendered stack, or many of them. */
export type Stacks = string | readonly string[];

export interface Finding {
  tool: string;
  stack: string;
  /** Relative to the stack. */
  file: string;
  line?: number;
  rule: string;
  message: string;
}

export type Detail = Pick<Finding, 'line' | 'rule' | 'message'>;

/** A file of one stack, and where else the same file is: stacks differ in little, so it is looked at once. */
export interface Source {
  path: string;
  stack: string;
  file: string;
  text: string;
  copies: Pick<Finding, 'stack' | 'file'>[];
}

/** What other files a tool's verdict on this one depends on; equal texts mean an equal verdict. */
type Context = (stack: string, file: string, text: string) => string;

const SKIPPED = new Set(['node_modules', '.git', '.venv', 'dist']);

export function walk(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(folder, file);
    return entry.isFile() ? [file] : [];
  });
}

/** The different files of all stacks that match. */
export function sources(stacks: Stacks, matches: (file: string) => boolean, context: Context = () => ''): Source[] {
  const found = new Map<string, Source>();
  for (const stack of [stacks].flat().map((folder) => resolve(folder))) {
    for (const file of walk(stack).filter(matches)) {
      const path = join(stack, file);
      const text = readFileSync(path, 'utf8');
      const key = [file, text, context(stack, file, text)].join('\0');
      const source = found.get(key) ?? { path, stack, file, text, copies: [] };
      source.copies.push({ stack, file });
      found.set(key, source);
    }
  }
  return [...found.values()];
}

/** One finding for every copy of the source. */
export function report(tool: string, source: Source, ...details: Detail[]): Finding[] {
  return source.copies.flatMap((place) => details.map((detail) => ({ tool, ...place, ...detail })));
}

/** Findings of a tool that names files by their path. */
export function reportByPath(tool: string, all: readonly Source[], details: (Detail & { path: string })[]): Finding[] {
  const byPath = new Map(all.map((source) => [source.path, source]));
  return details.flatMap(({ path, ...detail }) => {
    const source = byPath.get(path);
    if (!source) throw new Error(`${tool} speaks of ${path}, which it was not asked about: ${detail.message}`);
    return report(tool, source, detail);
  });
}
