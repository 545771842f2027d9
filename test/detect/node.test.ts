import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/detect.js';
import type { FrontendFacts } from '../../src/detect/detected.js';
import { inMemory } from '../support/repositories.js';

const VITE = {
  dependencies: { react: '19' },
  devDependencies: { vite: '7' },
  scripts: { dev: 'vite', build: 'vite build' },
};

function frontend(files: Readonly<Record<string, string>>, manifest: object = VITE): FrontendFacts {
  const all = { 'package.json': JSON.stringify(manifest, null, 2), ...files };
  return detect(inMemory(new Map(Object.entries(all)))).frontend!;
}

describe('a configuration of Vite', () => {
  const config = (text: string, name = 'vite.config.ts'): readonly unknown[] => {
    const { distFolder, devPort, proxied } = frontend({ [name]: text });
    return [distFolder!.value, devPort!.value, devPort!.sure, ...proxied.map(({ value }) => value)];
  };
  it.each([
    ['nothing', config(''), ['dist', 5173, 'likely']],
    [
      'an object',
      config('export default { build: { outDir: "out/" }, server: { port: 3000 } }'),
      ['out', 3000, 'certain'],
    ],
    [
      'defineConfig',
      config('export default defineConfig({ server: { "port": 3000 } } satisfies UserConfig)'),
      ['dist', 3000, 'certain'],
    ],
    [
      'a function',
      config('export default defineConfig(async ({ mode }) => { return { server: { port: 1 } } })'),
      ['dist', 1, 'certain'],
    ],
    [
      'a variable',
      config('const c: UserConfig = { server: { port: +x } };\nexport default c'),
      ['dist', 5173, 'likely'],
    ],
    [
      'an alternative',
      config('const port = Number(process.env.P) || 81;\nexport default { server: { port } }'),
      ['dist', 81, 'likely'],
    ],
    ['a root', config('export default { root: "web", build: { outDir: "../out" } }'), ['out', 5173, 'likely']],
    ['CommonJS', config('module.exports = { server: { port: 2 } }', 'vite.config.cjs'), ['dist', 2, 'certain']],
    [
      'proxies',
      config('export default { server: { proxy: { "/api": "x", "^/ws/.*": { ws: true }, other: "y" } } }'),
      ['dist', 5173, 'likely', '/api', '/ws'],
    ],
    [
      'what only comments say',
      config('export default { server: { /* port: 9 */ } } // outDir: "x"'),
      ['dist', 5173, 'likely'],
    ],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});

describe('variables', () => {
  const read = (text: string, more: Readonly<Record<string, string>> = {}): readonly string[] =>
    frontend({ 'src/a.tsx': text, ...more }).variables.map(
      ({ name, type, default: value }) =>
        `${name}${type === undefined ? '' : `: ${type}`}${value === undefined ? '' : `=${value}`}`,
    );
  it.each([
    ['plain', read('import.meta.env.VITE_A'), ['VITE_A']],
    [
      'with an alternative',
      read('const a = import.meta.env.VITE_A ?? "x"; const b = import.meta.env.VITE_B || `y`'),
      ['VITE_A=x', 'VITE_B=y'],
    ],
    ['by index', read('import.meta.env["VITE_A"]'), ['VITE_A']],
    ['taken apart', read('const { VITE_A, VITE_B: b = "x", MODE } = import.meta.env'), ['VITE_A', 'VITE_B=x']],
    ['in comments and texts', read('// import.meta.env.VITE_A\nconst x = "import.meta.env.VITE_B"'), []],
    ['Vite’s own', read('import.meta.env.MODE + import.meta.env.BASE_URL + "VITE_"'), []],
    [
      'declared',
      read('', { 'src/env.d.ts': 'interface ImportMetaEnv { readonly VITE_A?: string | undefined }' }),
      ['VITE_A: string | undefined'],
    ],
    ['in .env', read('', { '.env': 'export VITE_A="x y" # z\nOTHER=1\n' }), ['VITE_A=x y']],
    ['in a test', frontend({ 'src/a.test.ts': 'import.meta.env.VITE_A' }).variables, []],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});

describe('versions and managers', () => {
  const first = (files: Readonly<Record<string, string>>, manifest: object = {}): readonly (string | undefined)[] => {
    const { packageManager, nodeVersion } = frontend(files, { ...VITE, ...manifest });
    return [packageManager?.value, packageManager?.sure, nodeVersion?.value];
  };
  it.each([
    ['nothing', first({}), ['npm', 'guessed', undefined]],
    ['a lock file', first({ 'yarn.lock': '', '.nvmrc': 'v20.11.1\n' }), ['yarn', 'certain', '20']],
    ['two', first({ 'yarn.lock': '', 'package-lock.json': '{}' }), ['yarn', 'likely', undefined]],
    [
      'packageManager',
      first({ 'package-lock.json': '{}' }, { packageManager: 'pnpm@9.1.0+sha' }),
      ['pnpm', 'certain', undefined],
    ],
    ['engines', first({ 'bun.lock': '' }, { engines: { node: '^20.19 || >=22' } }), ['bun', 'certain', '20']],
    ['a name', first({ '.nvmrc': 'lts/Krypton' }), ['npm', 'guessed', '24']],
    ['no name', first({ '.nvmrc': 'lts/*' }, { engines: { node: 'nonsense' } }), ['npm', 'guessed', undefined]],
    ['asdf', first({ '.tool-versions': 'python 3.12.1\nnodejs 22.1.0\n' }), ['npm', 'guessed', '22']],
    ['an image', first({ Dockerfile: 'FROM docker.io/library/node:18-alpine AS b\n' }), ['npm', 'guessed', '18']],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
});
