import { children, evidenceOf, find, textOf, at } from '../code.js';
import type { FrontendFacts } from '../detected.js';
import type { Fact } from '../fact.js';
import { evidenceIn, has, textIn } from '../json.js';
import { depthOf, isAside, isIn, join, nameOf } from '../path.js';
import type { Tree } from '../tree.js';
import { envLines } from './env-file.js';
import { nodeVersionOf } from './node-version.js';
import {
  dependencyKey,
  manifestIn,
  packageManagerOf,
  packageManagerVersionOf,
  scriptsOf,
  type Manifest,
} from './package-json.js';
import { literalOf, parseScript, propertyAt } from './script.js';
import { frontendVariables } from './variables.js';
import { targetOf, viteFacts, type BuildFacts } from './vite.js';

type Framework = FrontendFacts['framework']['value'];

/** Packages that say what builds a front end; the first that it has counts. */
const BUILDERS: readonly (readonly [string, Framework])[] = [
  ['next', 'next'],
  ['gatsby', 'other'],
  ['@remix-run/react', 'other'],
  ['@react-router/dev', 'other'],
  ['astro', 'other'],
  ['expo', 'other'],
  ['react-native', 'other'],
  ['vite', 'vite'],
  ['react-scripts', 'create-react-app'],
  ['@craco/craco', 'create-react-app'],
];

interface Candidate {
  readonly manifest: Manifest;
  readonly framework: Fact<Framework>;
  readonly score: number;
}

function frameworkOf(manifest: Manifest): Fact<Framework> {
  for (const [name, value] of BUILDERS) {
    const key = dependencyKey(manifest, name);
    if (key) return { value, sure: 'certain', evidence: evidenceIn(manifest.json, ...key) };
  }
  return { value: 'other', sure: 'likely', evidence: evidenceIn(manifest.json, 'dependencies', 'react') };
}

const NAMED = /^(front[-_]?end|web|client|ui|app|webapp|www|site|dashboard|admin)$/i;

function candidate(tree: Tree, path: string): readonly Candidate[] {
  const folder = path === 'package.json' ? '.' : path.slice(0, -'/package.json'.length);
  const manifest = manifestIn(tree, folder);
  if (!dependencyKey(manifest, 'react')) return [];
  const framework = frameworkOf(manifest);
  const scripts = scriptsOf(manifest).map(([name]) => name);
  const score =
    (framework.value === 'other' ? 0 : 10) +
    (scripts.includes('build') ? 4 : 0) +
    (scripts.includes('dev') || scripts.includes('start') ? 4 : 0) +
    // What is published is a library.
    (has(manifest.json, 'peerDependencies', 'react') ? -8 : 0) +
    (tree.has(join(folder, 'index.html')) ? 3 : 0) +
    (NAMED.test(nameOf(folder)) ? 3 : 0) -
    (/^(admin|dashboard)$/i.test(nameOf(folder)) ? 2 : 0) -
    depthOf(folder);
  return [{ manifest, framework, score }];
}

function viteConfig(tree: Tree, folder: string): string | undefined {
  const names = ['ts', 'js', 'mts', 'mjs', 'cts', 'cjs'].map((end) => join(folder, `vite.config.${end}`));
  return names.find((path) => tree.has(path));
}

/** `--port 3000` and `--outDir build` in a script, and `PORT=3001` before it. */
function fromScripts(manifest: Manifest, pattern: RegExp): Fact<string> | undefined {
  for (const [name, text] of scriptsOf(manifest)) {
    const value = pattern.exec(text)?.[1];
    if (value !== undefined && /^(dev|start|serve|build)/.test(name)) {
      return { value, sure: 'certain', evidence: evidenceIn(manifest.json, 'scripts', name) };
    }
  }
  return undefined;
}

function byDefault<T>({ evidence }: Fact<Framework>, value: T): Fact<T> {
  return { value, sure: 'likely', evidence };
}

const port = (fact: Fact<string> | undefined): Fact<number> | undefined =>
  fact && { ...fact, value: Number(fact.value) };

const NOTHING: BuildFacts = { proxied: [], passedTo: [] };

function ofVite(tree: Tree, { manifest, framework }: Candidate): BuildFacts {
  const path = viteConfig(tree, manifest.folder);
  const said: BuildFacts = path === undefined ? NOTHING : viteFacts(path, tree.read(path) ?? '');
  const devPort =
    port(fromScripts(manifest, /\bvite\b.*--port[= ](\d+)/)) ?? said.devPort ?? byDefault(framework, 5173);
  const distFolder =
    fromScripts(manifest, /\bvite build\b.*--outDir[= ](\S+)/) ?? said.distFolder ?? byDefault(framework, 'dist');
  return { distFolder, devPort, proxied: said.proxied, passedTo: said.passedTo };
}

/** A variable in the `.env` files of Create React App. */
function setting(tree: Tree, folder: string, name: string): Fact<string> | undefined {
  for (const file of ['.env', '.env.development', '.env.production'].map((one) => join(folder, one))) {
    const found = envLines(tree.read(file) ?? '').find((one) => one.name === name);
    if (found) return { value: found.value, sure: 'certain', evidence: { file, line: found.line } };
  }
  return undefined;
}

/** Paths in src/setupProxy.js, with which Create React App passes on what it is told, and to whom. */
function setupProxy(tree: Tree, folder: string): Pick<BuildFacts, 'proxied' | 'passedTo'> {
  const path = ['js', 'ts'].map((end) => join(folder, `src/setupProxy.${end}`)).find((one) => tree.has(one));
  if (path === undefined) return NOTHING;
  const script = parseScript(path, tree.read(path) ?? '');
  const passedTo = find(script, 'ObjectExpression').flatMap((code) =>
    propertyAt(code, 'target') ? targetOf(script, code) : [],
  );
  const proxied = find(script, 'CallExpression').flatMap((code) => {
    const callee = textOf(at(code, code.node.firstChild!));
    const list = code.node.getChild('ArgList');
    if (!list || !/(\.use|createProxyMiddleware|proxy)$/.test(callee)) return [];
    const strings = children(list).flatMap((one) => (one.name === 'ArrayExpression' ? children(one) : [one]));
    return strings.flatMap((node) => {
      const value = literalOf(at(code, node));
      return value?.startsWith('/') ? [{ value, sure: 'certain' as const, evidence: evidenceOf(at(code, node)) }] : [];
    });
  });
  return { proxied, passedTo };
}

function ofReactScripts(tree: Tree, { manifest, framework }: Candidate): BuildFacts {
  const { folder, json } = manifest;
  const said = fromScripts(manifest, /\bPORT=(\d+)\b/) ?? setting(tree, folder, 'PORT');
  const built = fromScripts(manifest, /\bBUILD_PATH=['"]?([\w./-]+)/) ?? setting(tree, folder, 'BUILD_PATH');
  const own = setupProxy(tree, folder);
  // Its proxy takes all that no file answers.
  const value = textIn(json, 'proxy');
  const target: readonly Fact<string>[] =
    value === undefined ? [] : [{ value, sure: 'certain', evidence: evidenceIn(json, 'proxy') }];
  return {
    distFolder: built ? { ...built, value: join(built.value) } : byDefault(framework, 'build'),
    devPort: port(said) ?? byDefault(framework, 3000),
    proxied: [...own.proxied, ...target.map((fact) => ({ ...fact, value: '/' }))],
    passedTo: [...own.passedTo, ...target],
  };
}

function buildFacts(tree: Tree, candidate: Candidate): BuildFacts {
  switch (candidate.framework.value) {
    case 'vite':
      return ofVite(tree, candidate);
    case 'create-react-app':
      return ofReactScripts(tree, candidate);
    case 'next':
      return {
        devPort:
          port(fromScripts(candidate.manifest, /\bnext\b.*(?:-p|--port)[= ](\d+)/)) ??
          byDefault(candidate.framework, 3000),
        ...NOTHING,
      };
    case 'other':
      return NOTHING;
  }
}

/** A difference that says nothing: how deep a folder lies. */
const NEAR = 3;

/** Where a package is found to ask for React. */
function folderFact({ manifest }: Candidate, sure: Fact<string>['sure']): Fact<string> {
  return {
    value: manifest.folder,
    sure,
    evidence: evidenceIn(manifest.json, ...dependencyKey(manifest, 'react')!),
  };
}

/**
 * The front end: the likeliest of all packages that ask for React.
 *
 * @param known Its folder, where somebody has said it.
 */
export function detectFrontend(tree: Tree, dockerfiles: readonly string[], known?: string): FrontendFacts | undefined {
  const paths = tree.files.filter((path) => nameOf(path) === 'package.json' && !isAside(path));
  const all = paths.flatMap((path) => candidate(tree, path)).toSorted((a, b) => b.score - a.score);
  const said = all.filter(({ manifest }) => manifest.folder === known);
  const candidates = said.length > 0 ? said : all;
  const [best, second] = candidates;
  if (!best) return undefined;
  const { folder } = best.manifest;
  const near = second !== undefined && best.score - second.score < 8;
  const own = dockerfiles.filter((file) => isIn(folder, file));
  const nodeVersion = nodeVersionOf(tree, folder, [...own, ...dockerfiles]);
  const managerVersion = packageManagerVersionOf(tree, folder);
  return {
    folder: folderFact(best, near ? 'likely' : 'certain'),
    rivals: candidates
      .filter((one) => one !== best && best.score - one.score < NEAR)
      .map((one) => folderFact(one, 'likely')),
    packageManager: packageManagerOf(tree, folder),
    ...(managerVersion && { packageManagerVersion: managerVersion }),
    ...(nodeVersion && { nodeVersion }),
    framework: best.framework,
    ...buildFacts(tree, best),
    variables: frontendVariables(tree, folder),
  };
}
