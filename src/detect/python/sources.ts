import type { Code } from '../code.js';
import { folderOf, isAside, join, nameOf, upwards } from '../path.js';
import { remembered, type Tree } from '../tree.js';
import { moduleOf, type PythonModule } from './module.js';
import { dottedOf, parsePython } from './syntax.js';

/** What a name stands for: a module, or an expression, a function or a class in one. */
export interface Meaning {
  readonly module: PythonModule;
  readonly kind: 'module' | 'value' | 'function' | 'class';
  readonly code: Code;
}

/** The Python of a tree; a file is read, and parsed, when something asks for it first. */
export interface Sources {
  /** Those of the application: no tests, examples or migrations. */
  readonly paths: readonly string[];
  readonly text: (path: string) => string;
  /** Whether one of the words is anywhere in the file: most files need not be parsed. */
  readonly mentions: (path: string, ...words: readonly string[]) => boolean;
  readonly module: (path: string) => PythonModule | undefined;
  /** The file that an import in a file means, where it is one of the tree. */
  readonly imported: (from: string, module: string) => string | undefined;
}

const TEST = /^(test_.*|.*_test|conftest)\.py$/;
const MIGRATION = /(^|\/)(versions|migrations)\/[^/]+\.py$/;

function isApplication(path: string): boolean {
  if (!path.endsWith('.py') || isAside(path) || TEST.test(nameOf(path))) return false;
  return !MIGRATION.test(path) || nameOf(path) === 'env.py';
}

export function pythonSources(tree: Tree): Sources {
  const paths = tree.files.filter(isApplication);
  const text = remembered((path) => tree.read(path) ?? '');
  const module = remembered((path) => (tree.has(path) ? moduleOf(parsePython(path, text(path))) : undefined));
  const file = (base: string): string | undefined =>
    [`${base}.py`, join(base, '__init__.py')].find((path) => tree.has(path));
  const imported = (from: string, name: string): string | undefined => {
    const dots = /^\.*/.exec(name)![0].length;
    const way = name.slice(dots).replaceAll('.', '/');
    if (dots > 0) return file(join(folderOf(from), '../'.repeat(dots - 1), way));
    // Python's path is not known here: the nearest folder from which the name leads anywhere.
    for (const root of upwards(folderOf(from))) {
      const found = file(join(root, way));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const mentions = (path: string, ...words: readonly string[]): boolean =>
    words.some((word) => text(path).includes(word));
  return { paths, text, mentions, module, imported };
}

const DEEPEST = 8;

/** What a name at the top level of a module stands for, through the imports that lead there. */
export function meaningOf(sources: Sources, module: PythonModule, name: string, depth = 0): Meaning | undefined {
  const value = module.values.get(name);
  if (value) return { module, kind: 'value', code: value };
  const definition = module.functions.get(name);
  if (definition) return { module, kind: 'function', code: definition };
  const type = module.classes.get(name);
  if (type) return { module, kind: 'class', code: type };
  const imported = module.imports.get(name);
  if (!imported || depth > DEEPEST) return undefined;
  const from = module.code.path;
  // `from package import module`, and `import module`.
  const whole =
    imported.name === undefined
      ? imported.module
      : `${imported.module}${imported.module.endsWith('.') ? '' : '.'}${imported.name}`;
  const file = sources.imported(from, imported.module);
  const home = file === undefined ? undefined : sources.module(file);
  if (home && imported.name !== undefined && home !== module) {
    const found = meaningOf(sources, home, imported.name, depth + 1);
    if (found) return found;
  }
  const submodule = sources.imported(from, whole);
  const target = submodule === undefined ? undefined : sources.module(submodule);
  return target && { module: target, kind: 'module', code: target.code };
}

/** What `a`, `module.a` or `package.module.a` stands for. */
export function meaningOfDotted(sources: Sources, module: PythonModule, dotted: string): Meaning | undefined {
  const [first = '', ...rest] = dotted.split('.');
  let meaning = meaningOf(sources, module, first);
  let way = module.imports.get(first)?.module;
  for (const name of rest) {
    if (meaning?.kind !== 'module') return undefined;
    const inside = meaningOf(sources, meaning.module, name);
    way = way === undefined ? undefined : `${way}.${name}`;
    const file = inside || way === undefined ? undefined : sources.imported(module.code.path, way);
    const submodule = file === undefined ? undefined : sources.module(file);
    meaning = inside ?? (submodule && { module: submodule, kind: 'module', code: submodule.code });
  }
  return meaning;
}

/** The whole name of what an expression refers to: `FastAPI` is `fastapi.FastAPI` where it was imported from there. */
export function qualified(module: PythonModule, code: Code): string | undefined {
  const dotted = dottedOf(code);
  if (dotted === undefined) return undefined;
  const [first = '', ...rest] = dotted.split('.');
  const imported = module.imports.get(first);
  if (!imported) return dotted;
  return [imported.module, ...(imported.name === undefined ? [] : [imported.name]), ...rest].join('.');
}

/** The last word of that name: enough for what no other package calls the same. */
export function shortName(module: PythonModule, code: Code): string | undefined {
  return qualified(module, code)?.split('.').at(-1);
}
