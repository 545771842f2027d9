import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { loadOptions, renderStack, type RenderedFile } from '../src/index.js';
import { cycle, imports, SOURCES, type Import } from './support/imports.js';

const all = imports();
const CORE = [
  ...['model', 'presets', 'services', 'stack', 'render', 'targets', 'merge', 'formats', 'migrate'],
  ...['detect', 'adopt'],
];

/** Which folders (or files at the top) of src/ may import which others; everything may import `model` and itself. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  model: [],
  presets: [],
  services: [],
  stack: [],
  render: ['generated'],
  targets: ['render'],
  merge: [],
  formats: ['merge'],
  migrate: ['merge'],
  detect: [],
  adopt: ['detect', 'stack'],
  'index.ts': ['presets', 'services', 'stack', 'render', 'targets', 'generated'],
  testing: ['index.ts', 'testing.ts', 'stack'],
  'testing.ts': ['testing'],
  probe: [],
  io: ['merge', 'formats', 'detect'],
  project: ['index.ts', 'testing.ts', ...CORE, 'io', 'generated'],
  cli: ['index.ts', ...CORE, 'probe', 'io', 'project', 'generated'],
  'bin.ts': ['cli'],
  'lge-stack.ts': ['cli'],
};

/** Packages that one folder alone needs. Everything else that is imported must be a dependency, too. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  yaml: ['render', 'formats', 'project', 'detect', 'adopt'],
  handlebars: ['render'],
  'fast-string-width': ['adopt', 'cli'],
  'fastest-levenshtein': ['stack', 'cli'],
  'jsonc-parser': ['stack', 'merge', 'formats', 'migrate', 'detect', 'cli'],
  diff: ['merge', 'cli'],
  // Types alone, which the compiler erases.
  'kubernetes-types': ['targets'],
  'dockerfile-ast': ['formats', 'adopt'],
  semver: ['merge', 'detect', 'adopt', 'cli'],
  '@clack/prompts': ['cli'],
  '@clack/core': ['cli'],
  '@lezer/common': ['detect'],
  '@lezer/javascript': ['detect'],
  '@lezer/python': ['detect'],
  'smol-toml': ['detect'],
  ignore: ['io'],
  jiti: ['project'],
  projen: ['project'],
  constructs: ['project'],
  'fs-extra': ['io', 'project', 'cli'],
};
const EDGE = ['io', 'probe', 'project', 'cli', 'bin.ts', 'lge-stack.ts'];

const part = (file: string): string => file.split('/')[0]!;
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

function offences(allowed: (file: string, one: Import) => boolean): readonly string[] {
  return [...all].flatMap(([file, list]) =>
    list.filter((one) => !allowed(file, one)).map(({ to }) => `${file} imports ${to}`),
  );
}

it('knows every folder', () => {
  const parts = new Set([...all.keys()].map(part));
  expect([...parts].filter((name) => MAY[name] === undefined)).toEqual([]);
});

it('lets nobody import whom it may not', () => {
  const found = offences((file, { to, local }) => {
    const [from, target] = [part(file), part(to)];
    return !local || target === from || target === 'model' || MAY[from]!.includes(target);
  });
  expect(found).toEqual([]);
});

it('keeps Node at the edge', () => {
  expect(offences((file, { to }) => !to.startsWith('node:') || EDGE.includes(part(file)))).toEqual([]);
});

it('keeps each package where it belongs', () => {
  const found = offences(
    (file, { to, local }) => local || to.startsWith('node:') || PACKAGES[packageOf(to)]?.includes(part(file)) === true,
  );
  expect(found).toEqual([]);
});

it('imports nothing that is not installed with it', () => {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(SOURCES, '../package.json'), 'utf8'),
  ) as Record<string, object>;
  const known = Object.keys({ ...dependencies, ...peerDependencies });
  // projen brings it, as its own peer.
  const brought = [...known, 'constructs'];
  // Only files that build manifests name them, and no type that is published is made of theirs.
  const erased = (one: Import): boolean => one.typeOnly && packageOf(one.to) === 'kubernetes-types';
  const found = offences(
    (_, one) => one.local || one.to.startsWith('node:') || erased(one) || brought.includes(packageOf(one.to)),
  );
  expect(found).toEqual([]);
});

it('imports nothing in a circle', () => {
  expect(cycle(all)?.join(' → ')).toBeUndefined();
});

it('has files of 250 lines at most', () => {
  const long = [...all.keys()].map(
    (file) => [file, readFileSync(join(SOURCES, file), 'utf8').trimEnd().split('\n').length] as const,
  );
  expect(long.filter(([, lines]) => lines > 250)).toEqual([]);
});

it('renders the same in a browser, where there is nothing of Node', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(SOURCES, 'index.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'lge',
    target: 'es2023',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  expect(Object.keys(metafile.inputs).filter((input) => /node:|^\(disabled\)/.test(input))).toEqual([]);
  // A new realm has the language and nothing else: no process, no Buffer, no require.
  const page = createContext({});
  const text = outputFiles[0]!.text;
  const script = 'const { stack } = lge.loadOptions({ name: "shop" }); JSON.stringify(lge.renderStack(stack))';
  const there = JSON.parse(runInContext(`${text}\n${script}`, page) as string) as RenderedFile[];
  const here = renderStack(loadOptions({ name: 'shop' }).stack!);
  expect(there.map(({ path }) => path)).toEqual(here.map(({ path }) => path));
  expect(there).toEqual(here);
});
