import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backend as api } from '../../src/services/backend.js';
import { rendering, type Rendering } from './rendering.js';

export const GOLDEN = join(import.meta.dirname, '../golden');

export interface GoldenCase {
  readonly name: string;
  readonly options: object;
  readonly rendering: Rendering;
}

/** Every folder with an lge.stack.json; `default` comes first. */
export function goldenNames(): readonly string[] {
  const folders = readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .toSorted((a, b) => Number(b === 'default') - Number(a === 'default') || a.localeCompare(b));
}

export function goldenCase(name: string): GoldenCase {
  const options = JSON.parse(readFileSync(join(GOLDEN, name, 'lge.stack.json'), 'utf8')) as object;
  return { name, options, rendering: rendering(options) };
}

/**
 * What a case keeps on disk, by path below its folder: `default` every file, any other the list of its files, and
 * those that differ from the file with the same role in `default`.
 */
export function kept(one: GoldenCase, reference: GoldenCase): ReadonlyMap<string, string> {
  const common = new Map(
    reference.rendering.files.map((file) => [roleOf(reference, file.path), neutral(reference, file.content)]),
  );
  const differs = ({ path, content }: { readonly path: string; readonly content: string }): boolean =>
    one.name === reference.name || common.get(roleOf(one, path)) !== neutral(one, content);
  const list = one.rendering.files.map(
    ({ path, owner, executable }) => `${executable ? '0755' : '0644'} ${owner.padEnd(7)} ${path}\n`,
  );
  const files = one.rendering.files
    .filter(differs)
    .map(({ path, content }) => [join('expected', onDisk(path)), content] as const);
  return new Map([['files.txt', list.join('')], ...files]);
}

/** Names with a dot would be at work here: a .gitignore hides the files beside it. */
function onDisk(path: string): string {
  return path.replaceAll(/(^|\/)\./g, '$1dot-');
}

function roleOf({ rendering: { stack } }: GoldenCase, path: string): string {
  const { backend, frontend } = stack.options.folders;
  return path
    .replace(`${backend}/${stack.get(api)?.package ?? 'src'}/`, '<backend>/src/')
    .replace(`${backend}/`, '<backend>/')
    .replace(`${frontend}/`, '<frontend>/');
}

/** The text with the names of `shop`, so that a file in which only they differ counts as the same. */
function neutral({ rendering: { stack } }: GoldenCase, text: string): string {
  return text.replaceAll(stack.name, 'shop').replaceAll(stack.snake, 'shop').replaceAll(stack.options.title, 'Shop');
}
