import type { Fact } from '../fact.js';
import { below, folderOf, isIn, join, nameOf } from '../path.js';
import type { Tree } from '../tree.js';
import { moduleName, pathFor, type Reference } from './references.js';
import type { Sources } from './sources.js';

/** The folder, from the root of the tree, that is on Python's path for a file. */
export type Root = Fact<string>;

/** The folders from which imports in a file lead to files of the tree, as often as they do. */
function rootsOf(sources: Sources, path: string): readonly string[] {
  const module = sources.module(path);
  return [...(module?.imports.values() ?? [])].flatMap(({ module: name, name: inside }) => {
    if (name.startsWith('.')) return [];
    const names = inside === undefined ? [name] : [`${name}.${inside}`, name];
    for (const one of names) {
      const target = sources.imported(path, one);
      const root = target === undefined ? undefined : pathFor(target, one);
      if (root !== undefined) return [root];
    }
    return [];
  });
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0];
}

function packageRoot(tree: Tree, folder: string, path: string): string {
  let root = folderOf(path);
  while (root !== folder && root !== '.' && tree.has(join(root, '__init__.py'))) root = folderOf(root);
  // In no package: a folder is one without `__init__.py`, too.
  return root === folderOf(path) ? folder : root;
}

/** What must be on Python's path: how the file is started says it, then how files import each other, then packages. */
export function rootFor(
  tree: Tree,
  sources: Sources,
  { path, folder, reference }: { readonly path: string; readonly folder: string; readonly reference?: Reference },
): Root {
  const near = sources.paths.filter((one) => folderOf(one) === folderOf(path) || nameOf(one) === '__init__.py');
  const roots = [path, ...near.slice(0, 20)].flatMap((one) => (isIn(folder, one) ? rootsOf(sources, one) : []));
  const imported = mostFrequent(roots.filter((root) => isInside(folder, root) && isIn(root, path)));
  const said = reference && pathFor(path, reference.module);
  // `python app/main.py` finds what is beside it as well: what the imports need is on the path in any case.
  if (said !== undefined && isInside(folder, said) && (imported === undefined || imported === said)) {
    return { value: said, sure: 'certain', evidence: reference!.evidence };
  }
  const evidence = { file: path };
  if (imported !== undefined) return { value: imported, sure: 'likely', evidence };
  return { value: packageRoot(tree, folder, path), sure: 'guessed', evidence };
}

const isInside = (folder: string, other: string): boolean => isIn(folder, join(other, 'x'));

/** The folder, in that of the backend, with the application's code. */
export function sourceFolder(path: string, folder: string, root: string): string {
  const [first, ...rest] = moduleName(path, root).split('.');
  const isPackage = rest.length > 0 || nameOf(path) === '__init__.py';
  return below(folder, isPackage && first ? join(root, first) : root);
}
