// Paths of a tree: relative to its root, with forward slashes; `.` is the root itself.

/** The folder that a path is in. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Puts paths together, with `.` and `..` resolved; what leads out of the root keeps its `..`. */
export function join(...parts: readonly string[]): string {
  const result: string[] = [];
  for (const part of parts.join('/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && result.length > 0 && result.at(-1) !== '..') result.pop();
    else result.push(part);
  }
  return result.join('/') || '.';
}

export function isIn(folder: string, path: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}

/** The path as it is from a folder above it. */
export function below(folder: string, path: string): string {
  if (path === folder) return '.';
  return folder === '.' ? path : path.slice(folder.length + 1);
}

/** The folder and all above it, the nearest first. */
export function upwards(folder: string): readonly string[] {
  return folder === '.' ? ['.'] : [folder, ...upwards(folderOf(folder))];
}

export function depthOf(path: string): number {
  return path === '.' ? 0 : path.split('/').length;
}

/** Folders that are no part of what runs: their files are read for no fact of the application. */
const ASIDE =
  /(^|\/)(tests?|testing|__tests__|e2e|docs?|examples?|samples?|benchmarks?|fixtures?|node_modules|site-packages|\.?venv|\.github|cookiecutter.*|\{\{.*)\//i;

export function isAside(path: string): boolean {
  return ASIDE.test(path);
}
