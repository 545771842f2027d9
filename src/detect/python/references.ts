import type { Evidence } from '../fact.js';
import { isAside, nameOf } from '../path.js';
import type { Tree } from '../tree.js';
import { lineAt } from '../text.js';

/** How a file of the tree starts a server or Celery: `app.main:app`. */
export interface Reference {
  readonly module: string;
  readonly attribute?: string;
  readonly evidence: Evidence;
}

const NAMES =
  /^(.*dockerfile.*|containerfile|.*compose.*\.ya?ml|procfile|makefile|justfile|.*\.sh|.*\.service|supervisord.*|pyproject\.toml|package\.json|launch\.json|taskfile\.ya?ml|(render|fly|app)\.(yaml|toml))$/i;

/** Files that say how something is started. */
export function startingFiles(tree: Tree): readonly string[] {
  return tree.files.filter((path) => !path.endsWith('.py') && NAMES.test(nameOf(path)) && !isAside(path));
}

const SERVERS = /\b(uvicorn|gunicorn|hypercorn|granian|daphne|fastapi)\b/;
const APPLICATION = /(?<![\w./:-])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)(?![\w:/.-])/g;
// Words of a shell, and a list of JSON or YAML, alike.
const CELERY = /\bcelery["',\s-]+(?:.*?["'\s])?(?:-A|--app)(?:[=\s"',]+)([A-Za-z_][\w.]*)(?::([A-Za-z_]\w*))?/g;

function matches(tree: Tree, path: string, only: RegExp, pattern: RegExp): readonly Reference[] {
  const text = tree.read(path) ?? '';
  if (!only.test(text)) return [];
  return [...text.matchAll(pattern)].map(({ 1: module = '', 2: attribute, index }) => ({
    module,
    ...(attribute !== undefined && { attribute }),
    evidence: { file: path, line: lineAt(text, index) },
  }));
}

/** What is shaped like an ASGI application, where a server of them is named as well. */
export function serverReferences(tree: Tree, files: readonly string[]): readonly Reference[] {
  return files.flatMap((path) => matches(tree, path, SERVERS, APPLICATION));
}

export function celeryReferences(tree: Tree, files: readonly string[]): readonly Reference[] {
  return files.flatMap((path) => matches(tree, path, /\bcelery\b/, CELERY));
}

/** The folder that must be on Python's path for a file to have the name; undefined where it cannot have it. */
export function pathFor(file: string, module: string): string | undefined {
  const way = module.replaceAll('.', '/');
  for (const end of [`${way}.py`, `${way}/__init__.py`]) {
    if (file === end) return '.';
    if (file.endsWith(`/${end}`)) return file.slice(0, -end.length - 1);
  }
  return undefined;
}

/** The dotted name of a file, from a folder on Python's path. */
export function moduleName(file: string, root: string): string {
  const way = root === '.' ? file : file.slice(root.length + 1);
  return way.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}
