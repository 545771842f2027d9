import type { FrontendFacts } from '../detected.js';
import type { Fact } from '../fact.js';
import { entriesIn, evidenceIn, has, parseJson, textIn, type JsonFile } from '../json.js';
import { join, upwards } from '../path.js';
import type { Tree } from '../tree.js';

type PackageManager = NonNullable<FrontendFacts['packageManager']>['value'];

/** A package.json, and the folder that it is in. */
export interface Manifest {
  readonly folder: string;
  readonly json: JsonFile;
}

export function manifestIn(tree: Tree, folder: string): Manifest {
  const path = join(folder, 'package.json');
  return { folder, json: parseJson(path, tree.read(path)) };
}

/** The key under which a package is asked for. */
export function dependencyKey({ json }: Manifest, name: string): readonly string[] | undefined {
  return [
    ['dependencies', name],
    ['devDependencies', name],
  ].find((keys) => has(json, ...keys));
}

export function scriptsOf({ json }: Manifest): readonly (readonly [string, string])[] {
  return entriesIn(json, 'scripts');
}

const LOCKS: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/** `packageManager` of a package.json, then a lock file: in the folder, or in that of a workspace above it. */
export function packageManagerOf(tree: Tree, folder: string): Fact<PackageManager> {
  for (const above of upwards(folder)) {
    const { json } = manifestIn(tree, above);
    const name = /^(npm|pnpm|yarn|bun)@/.exec(textIn(json, 'packageManager') ?? '')?.[1];
    if (name !== undefined)
      return { value: name as PackageManager, sure: 'certain', evidence: evidenceIn(json, 'packageManager') };
    const locks = LOCKS.filter(([file]) => tree.has(join(above, file)));
    const [first] = locks;
    // Two of them: one is left over, and nothing says which.
    const kinds = new Set(locks.map(([, kind]) => kind));
    if (first)
      return {
        value: first[1],
        sure: kinds.size === 1 ? 'certain' : 'likely',
        evidence: { file: join(above, first[0]) },
      };
  }
  return { value: 'npm', sure: 'guessed', evidence: { file: join(folder, 'package.json') } };
}

/** The version that `packageManager` of the nearest package.json pins, without its hash. */
export function packageManagerVersionOf(tree: Tree, folder: string): Fact<string> | undefined {
  for (const above of upwards(folder)) {
    const { json } = manifestIn(tree, above);
    const version = /^[a-z]+@(\d+\.\d+\.\d+)/.exec(textIn(json, 'packageManager') ?? '')?.[1];
    if (version !== undefined) return { value: version, sure: 'certain', evidence: evidenceIn(json, 'packageManager') };
  }
  return undefined;
}
