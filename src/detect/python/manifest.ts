import type { BackendFacts } from '../detected.js';
import type { Fact } from '../fact.js';
import { below, join, nameOf, upwards } from '../path.js';
import type { Tree } from '../tree.js';
import { lineWhere } from '../text.js';
import { at, isTable, parseToml, tableAt, textAt, textsAt, type Table } from '../toml.js';
import { namedLists, normalName, parseRequirement, requirementsIn, type Dependency } from './requirement.js';

type PackageManager = NonNullable<BackendFacts['packageManager']>['value'];

const DEVELOPMENT = /(dev|test|lint|doc|ci|local)/i;

/** Files of requirements in a folder: the plain one first, and none of those for development alone. */
function requirementFiles(tree: Tree, folder: string): readonly string[] {
  const beside = tree
    .inFolder(folder)
    .filter((path) => /(^requirements[\w.-]*|requirements)\.(txt|in)$/.test(nameOf(path)));
  const names = [...beside, ...tree.inFolder(join(folder, 'requirements'))].filter((path) => /\.(txt|in)$/.test(path));
  const order = (path: string): number =>
    nameOf(path) === 'requirements.txt' ? 0 : /(base|prod|production|main|common)\.txt$/.test(path) ? 1 : 2;
  return names.filter((path) => !DEVELOPMENT.test(nameOf(path))).toSorted((a, b) => order(a) - order(b));
}

const MANIFESTS = ['pyproject.toml', 'Pipfile', 'setup.cfg', 'setup.py'];

/** A setup.cfg may be there for flake8 alone. */
function isManifest(tree: Tree, path: string): boolean {
  return !path.endsWith('setup.cfg') || /^\[(metadata|options)\]/m.test(tree.read(path) ?? '');
}

/** What names the packages of a folder. */
export function manifestsOf(tree: Tree, folder: string): readonly string[] {
  const there = MANIFESTS.map((name) => join(folder, name)).filter((path) => tree.has(path) && isManifest(tree, path));
  return [...there, ...requirementFiles(tree, folder)];
}

/** The list that pip installs in a folder: the plain one, or that which no other names, and no input of a compiler of lists. */
export function requirementsOf(tree: Tree, folder: string): Fact<string> | undefined {
  const all = requirementFiles(tree, folder);
  const lists = all.filter((path) => path.endsWith('.txt'));
  const named = new Set(lists.flatMap((path) => namedLists(tree.read, path)).map(({ value }) => value));
  const plain = lists.find((path) => nameOf(path) === 'requirements.txt');
  const file = plain ?? lists.find((path) => !named.has(path)) ?? all[0];
  return file === undefined ? undefined : { value: below(folder, file), sure: 'certain', evidence: { file } };
}

function dependency(text: string, file: string, name: string, version: string): Dependency {
  const pattern = new RegExp(`(^|["'\\s])${name.replaceAll(/[-_.]+/g, '[-_.]')}(?![\\w-])`, 'i');
  const line = lineWhere(text, (one) => !/^\s*(#|name\b)/.test(one) && pattern.test(one));
  return {
    value: { name: normalName(name), version },
    sure: 'certain',
    evidence: { file, ...(line !== undefined && { line }) },
  };
}

function fromTexts(texts: readonly string[], text: string, file: string): readonly Dependency[] {
  return texts.flatMap((one) => {
    const found = parseRequirement(one);
    return found ? [dependency(text, file, found.name, found.version)] : [];
  });
}

/** Poetry's and Pipenv's tables: a version, or a table that has one. */
function fromTable(table: Table, text: string, file: string): readonly Dependency[] {
  return Object.entries(table).flatMap(([name, value]) => {
    const version = typeof value === 'string' ? value : (textAt(value, 'version') ?? '');
    const isPackage = name !== 'python' && (typeof value === 'string' || isTable(value) || Array.isArray(value));
    return isPackage ? [dependency(text, file, name, version)] : [];
  });
}

function fromSetup(text: string, file: string): readonly Dependency[] {
  const block = /^install_requires\s*=(.*(?:\n[ \t]+.*)*)/m.exec(text)?.[1] ?? '';
  return fromTexts(
    block.split('\n').map((line) => line.trim()),
    text,
    file,
  );
}

/** Packages that the manifests of a folder ask for, each once, those for development left out. */
export function dependenciesOf(tree: Tree, folder: string): readonly Dependency[] {
  const all = manifestsOf(tree, folder).flatMap((file): readonly Dependency[] => {
    const text = tree.read(file) ?? '';
    if (file.endsWith('pyproject.toml')) {
      const toml = parseToml(text);
      const poetry = fromTable(tableAt(toml, 'tool', 'poetry', 'dependencies'), text, file);
      return [...fromTexts(textsAt(toml, 'project', 'dependencies'), text, file), ...poetry];
    }
    if (file.endsWith('Pipfile')) return fromTable(tableAt(parseToml(text), 'packages'), text, file);
    if (file.endsWith('setup.cfg')) return fromSetup(text, file);
    return file.endsWith('setup.py') ? [] : requirementsIn(tree, file);
  });
  return all.filter(({ value }, index) => all.findIndex((other) => other.value.name === value.name) === index);
}

const LOCKS: readonly (readonly [string, PackageManager])[] = [
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile.lock', 'pipenv'],
];

/** The lock file that holds for a folder: its own, or that of a workspace above it. */
export function lockOf(tree: Tree, folder: string): readonly [string, PackageManager] | undefined {
  for (const above of upwards(folder)) {
    for (const [name, manager] of LOCKS) {
      const file = join(above, name);
      if (tree.has(file)) return [file, manager];
    }
  }
  return undefined;
}

export function packageManagerOf(tree: Tree, folder: string): Fact<PackageManager> | undefined {
  const lock = lockOf(tree, folder);
  if (lock) return { value: lock[1], sure: 'certain', evidence: { file: lock[0] } };
  const manifest = manifestsOf(tree, folder)[0];
  if (manifest === undefined) return undefined;
  if (manifest.endsWith('Pipfile')) return { value: 'pipenv', sure: 'certain', evidence: { file: manifest } };
  if (!manifest.endsWith('pyproject.toml')) return { value: 'pip', sure: 'certain', evidence: { file: manifest } };
  const text = tree.read(manifest) ?? '';
  const toml = parseToml(text);
  for (const tool of ['uv', 'poetry', 'pdm'] as const) {
    if (at(toml, 'tool', tool) === undefined) continue;
    const line = lineWhere(text, (one) => one.startsWith(`[tool.${tool}`));
    return { value: tool, sure: 'likely', evidence: { file: manifest, ...(line !== undefined && { line }) } };
  }
  const requirements = manifestsOf(tree, folder).find((file) => file.endsWith('.txt'));
  return { value: 'pip', sure: requirements ? 'likely' : 'guessed', evidence: { file: requirements ?? manifest } };
}

/** The version in a lock file, or what the manifest asks for. */
export function versionOf(
  tree: Tree,
  folder: string,
  name: string,
  asked: readonly Dependency[],
): Fact<string> | undefined {
  const lock = lockOf(tree, folder)?.[0];
  const lines = lock === undefined ? [] : (tree.read(lock) ?? '').split('\n');
  // TOML that a program wrote: a package's version is in the line below its name. Pipfile.lock is JSON, and has it below.
  const found = lines.findIndex((line) => line === `name = "${name}"` || line.trim().startsWith(`"${name}": {`));
  if (found >= 0) {
    const near = lines.slice(found, found + 12).findIndex((line) => /^\s*"?version"?\s*[=:]/.test(line));
    const version = near < 0 ? undefined : /[=:]\s*"=*([^"]+)"/.exec(lines[found + near]!)?.[1];
    if (version !== undefined)
      return { value: version, sure: 'certain', evidence: { file: lock!, line: found + near + 1 } };
  }
  const one = asked.find(({ value }) => value.name === name);
  return one && one.value.version !== ''
    ? { value: one.value.version.replace(/^==\s*/, ''), sure: 'certain', evidence: one.evidence }
    : undefined;
}
