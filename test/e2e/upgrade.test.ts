import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsonc from 'jsonc-parser';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../project/package.js';
import { start, type Ran } from '../project/project.js';
import { packVersion, RELEASES } from './support/versions.js';

let around = '';
let dir = '';
const at = (path: string): string => join(dir, path);
const read = (path: string): string => readFileSync(at(path), 'utf8');
const tarball = (version: string): string => join(around, `create-lge-stack-${version}.tgz`);

const run = (program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Ran =>
  start(program, args, cwd, { CI: '1', ...env });

const lge = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran =>
  run(process.execPath, [at('node_modules/create-lge-stack/lib/lge-stack.js'), ...args], dir, env);
const upgrade = (version: string, ...args: readonly string[]): Ran =>
  lge(['upgrade', '--to', tarball(version), '--no-install', ...args]);

/** What `npm install` does once package.json names that version. */
function install(version: string): void {
  rmSync(at('node_modules/create-lge-stack'), { recursive: true, force: true });
  cpSync(join(around, `package-${version}`), at('node_modules/create-lge-stack'), { recursive: true });
}

function edit(path: string, from: string | RegExp, to: string): void {
  const text = read(path);
  expect(text).toMatch(from);
  writeFileSync(at(path), text.replace(from, to));
}

/** Content and mode of everything but packages and what is of this machine alone. */
function tree(): Readonly<Record<string, string>> {
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !/^(?:node_modules|\.git|\.lge\/backup)\//.test(path));
  return Object.fromEntries(
    paths.sort().map((path) => [path, `${(statSync(at(path)).mode & 0o777).toString(8)} ${read(path)}`]),
  );
}

beforeAll(async () => {
  around = mkdtempSync(join(tmpdir(), 'lge-upgrade-'));
  for (const { version } of RELEASES) await packVersion(version, around);
  const flags = ['--yes', '--no-install', '--no-lock', '--no-git', '--self', '0.1.0'];
  const made = run(process.execPath, [join(around, 'package-0.1.0/lib/bin.js'), 'fresh', ...flags], around);
  expect(made.code, made.output).toBe(0);
});
afterAll(() => {
  rmSync(around, { recursive: true, force: true });
});

beforeEach(() => {
  dir = mkdtempSync(join(around, 'shop-'));
  cpSync(join(around, 'fresh'), dir, { recursive: true });
  mkdirSync(at('node_modules'));
  for (const name of ['projen', 'constructs', 'jiti'])
    symlinkSync(join(root, 'node_modules', name), at(`node_modules/${name}`));
  install('0.1.0');
  edit('lge.stack.json', '"name": "fresh",', '// The shop.\n  "name": "fresh",\n  "title": "Shop in EU",');
  edit('lge.stack.json', '"devPort": 80\n', '"devPort": 80,\n      "uploadLimit": "20M" // as marketing asked\n');
  expect(lge(['sync']).code).toBe(0);
  // Edits of six kinds of file, away from what the versions change.
  edit('docker-compose.prod.yml', /cpus: "[\d.]+"/, 'cpus: "0.31"');
  appendFileSync(at('docs/docker-architecture.md'), '\nOur own chapter.\n');
  appendFileSync(at('scripts/restart-unhealthy.sh'), '# ours\n');
  edit('fresh-backend/Dockerfile', /\n(CMD )/, '\nENV OURS=1\n$1');
  appendFileSync(at('.env.example'), '\nOURS=1\n');
});

/** Every line of the user's, wherever the upgrade has put its file. */
function expectEdits(): void {
  expect(read('docker-compose.prod.yml')).toContain('cpus: "0.31"');
  const docs = existsSync(at('docs/architecture.md')) ? 'docs/architecture.md' : 'docs/docker-architecture.md';
  expect(read(docs)).toContain('Our own chapter.\n');
  expect(read('scripts/restart-unhealthy.sh')).toContain('# ours\n');
  expect(read('fresh-backend/Dockerfile')).toContain('ENV OURS=1\n');
  expect(read('.env.example')).toContain('OURS=1\n');
}

function expectInSync(version: string): void {
  install(version);
  const before = tree();
  expect(lge(['check'])).toMatchObject({ code: 0 });
  expect(lge(['sync']).code).toBe(0);
  expect(tree()).toEqual(before);
}

describe('an upgrade from tarball to tarball', () => {
  it('takes values and keys, keeps every edit and the major version of the database, and leaves nothing to do', () => {
    const { code, output } = upgrade('0.2.0');
    expect([code, output]).toEqual([0, expect.stringContaining('create-lge-stack 0.1.0 → 0.2.0')]);
    expect(output).toContain('## 0.2.0');
    expect(output).toContain('~ docker-compose.prod.yml with your changes');
    expect(output).toContain('images.postgres stays postgres:16.15-alpine');
    expect(read('docker-compose.prod.yml')).toMatch(/redis:\n(?: {4}.*\n)*? {4}stop_grace_period: 45s/);
    expect(read('docker-compose.prod.yml')).toContain('image: postgres:16.15-alpine');
    expect(read('lge.stack.json')).toContain('"postgres": "postgres:16.15-alpine"');
    expect(read('package.json')).toContain(`"create-lge-stack": "file:${tarball('0.2.0')}"`);
    expectEdits();
    expectInSync('0.2.0');
  });

  it('carries a renamed option over with its comment’s line, moves a renamed file, leaves an edited one that is gone', () => {
    const { code, output } = upgrade('0.3.0');
    expect([code, output]).toEqual([
      0,
      expect.stringContaining('! services.frontend.uploadLimit is called services.frontend.maxBody.'),
    ]);
    expect(output).toContain('→ docs/docker-architecture.md is docs/architecture.md now');
    expect(output).toMatch(/! scripts\/restart-unhealthy\.sh: the stack has it no longer\. You had changed it/);
    expect(read('lge.stack.json')).toMatch(/\/\/ The shop\.\n(.*\n)+ {6}"maxBody": "20M" \/\/ as marketing asked\n/);
    expect(read('lge.stack.json')).not.toContain('uploadLimit');
    expect(existsSync(at('docs/docker-architecture.md'))).toBe(false);
    expectEdits();
    expectInSync('0.3.0');
  });

  it('asks what is new: exit 6 and nothing written where nobody answers, and goes on with the answer', () => {
    const before = tree();
    const { code, output } = upgrade('0.4.0');
    expect([code, output]).toEqual([6, expect.stringContaining('tier: How much does it matter? (high, low)')]);
    expect(tree()).toEqual(before);
    expect(upgrade('0.4.0', '--set', 'tier=high').code).toBe(0);
    const options = read('lge.stack.json');
    for (const part of ['"title": "Shop"', '"region": "EU"', '"tier": "high"', '"maxBody": "20M"'])
      expect(options).toContain(part);
    expect(read('docker-compose.prod.yml')).toContain('  sessions:\n');
    expectEdits();
    expectInSync('0.4.0');
  });

  it('code in .projenrc.ts has the services of the version that comes, not those that are installed still', () => {
    edit('.projenrc.ts', /^import /m, "import { catalog } from 'create-lge-stack';\nimport ");
    edit('.projenrc.ts', 'new LgeStack()', 'new LgeStack({ catalog })');
    const { code, output } = upgrade('0.4.0', '--set', 'tier=high');
    expect([code, output]).toEqual([0, expect.stringContaining('create-lge-stack 0.1.0 → 0.4.0')]);
    expect(read('docker-compose.prod.yml')).toContain('  sessions:\n');
    expectEdits();
    expectInSync('0.4.0');
  });

  it('version by version comes to the same as at once', () => {
    const home = dir;
    cpSync(home, `${home}-at-once`, { recursive: true });
    for (const version of ['0.2.0', '0.3.0', '0.4.0']) {
      expect(upgrade(version, ...(version === '0.4.0' ? ['--set', 'tier=high'] : [])).code).toBe(0);
      install(version);
    }
    const oneByOne = tree();
    dir = `${home}-at-once`;
    expect(upgrade('0.4.0', '--set', 'tier=high').code).toBe(0);
    // Which version a base is from first may differ, and in which order the answers were added.
    const plain = (files: Readonly<Record<string, string>>): unknown =>
      Object.entries(files).map(([path, text]) =>
        path === 'lge.stack.json'
          ? [path, jsonc.parse(text.slice(text.indexOf('{'))) as unknown]
          : [path, text.replaceAll(/"version":"[^"]*"/g, '')],
      );
    expect(plain(tree())).toEqual(plain(oneByOne));
  });

  it('leaves a file that both changed in the same place as it is, writes the others, and ends with 3', () => {
    edit('docker-compose.prod.yml', /(\n {2}redis:\n(?: {4}.*\n)*? {4}stop_grace_period: )30s/, '$137s');
    const mine = read('docker-compose.prod.yml');
    expect(upgrade('0.2.0').code).toBe(3);
    expect(read('docker-compose.prod.yml')).toBe(mine);
    expect(read('.lge/conflicts/docker-compose.prod.yml')).toMatch(
      /<{7} yours\n.*37s\n\|{7} base 0\.1\.0\n.*30s\n={7}\n.*45s\n>{7} template 0\.2\.0\n/,
    );
    expect(read('docker-compose.yml')).toContain('init: true');
    install('0.2.0');
    expect(lge(['check']).code).toBe(3);
    // The next version comes on top of a conflict that nobody has decided yet.
    expect(upgrade('0.3.0').code).toBe(3);
    install('0.3.0');
    expect(read('docker-compose.prod.yml')).toBe(mine);
    expect(lge(['resolve', 'docker-compose.prod.yml', '--pick', '1=mine']).code).toBe(0);
    expect(read('docker-compose.prod.yml')).toContain('stop_grace_period: 37s');
    expectEdits();
    expectInSync('0.3.0');
  });
});

describe('before and after', () => {
  it('--dry-run tells the same and writes nothing', () => {
    const before = tree();
    const { code, output } = upgrade('0.2.0', '--dry-run');
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/~ docker-compose\.prod\.yml with your changes\n(.*\n)+Nothing was written \(--dry-run\)/),
    ]);
    expect(tree()).toEqual(before);
  });

  it('--report writes the table for a pull request', () => {
    expect(upgrade('0.3.0', '--report', join(around, 'body.md')).code).toBe(0);
    const body = readFileSync(join(around, 'body.md'), 'utf8');
    expect(body).toContain('| `docker-compose.prod.yml` | merged with your changes |\n');
    expect(body).toContain('| `docs/architecture.md` | moved from `docs/docker-architecture.md` |\n');
    expect(body).toContain('## 0.3.0');
  });

  it('--rollback takes it back to the byte, and refuses once a file was edited since', () => {
    const before = tree();
    expect(upgrade('0.3.0').code).toBe(0);
    const after = tree();
    appendFileSync(at('docs/architecture.md'), 'later\n');
    const refused = lge(['upgrade', '--rollback']);
    expect([refused.code, refused.output]).toEqual([5, expect.stringContaining('docs/architecture.md')]);
    edit('docs/architecture.md', 'later\n', '');
    expect(tree()).toEqual(after);
    expect(lge(['upgrade', '--rollback']).code).toBe(0);
    expect(tree()).toEqual(before);
  });

  it('an older version is refused', () => {
    expect(upgrade('0.3.0').code).toBe(0);
    const before = tree();
    const { code, output } = upgrade('0.2.0');
    expect([code, output]).toEqual([5, expect.stringContaining('0.2.0 is older than 0.3.0, which wrote this project')]);
    expect(lge(['sync'])).toEqual({
      code: 5,
      output: expect.stringContaining('A newer version of create-lge-stack wrote') as string,
    });
    expect(tree()).toEqual(before);
  });

  it.each(['docker-compose.prod.yml', 'lge.stack.json', 'package.json', '.lge/state.json'])(
    'killed when it has just written %s: the next run takes it back, or --resume goes on with it',
    (path) => {
      const before = tree();
      const die = { NODE_OPTIONS: `--import ${join(import.meta.dirname, 'support/die-at.mjs')}`, DIE_AT: `/${path}` };
      const args = ['upgrade', '--to', tarball('0.2.0'), '--no-install'];
      expect(lge(args, die).code).not.toBe(0);
      expect(existsSync(at('.lge/journal.json'))).toBe(true);
      cpSync(dir, `${dir}-resumed`, { recursive: true });
      expect(lge(['sync']).output).toMatch(/! upgrade .* was interrupted; what it had written was taken back\./);
      expect(tree()).toEqual(before);

      dir = `${dir}-resumed`;
      expect(lge(['upgrade', '--resume', '--no-install']).code).toBe(0);
      expectEdits();
      expectInSync('0.2.0');
    },
  );
});

describe('a bot that raises the package alone', () => {
  const bump = (version: string): void => {
    edit('package.json', '"create-lge-stack": "0.1.0"', `"create-lge-stack": "${version}"`);
    install(version);
  };

  it('the next sync acts like an upgrade', () => {
    bump('0.3.0');
    const { code, output } = lge(['sync']);
    expect([code, output]).toEqual([0, expect.stringContaining('is called services.frontend.maxBody')]);
    expect(read('lge.stack.json')).toContain('"maxBody": "20M"');
    expect(read('docker-compose.prod.yml')).toContain('image: postgres:16.15-alpine');
    expectEdits();
    expectInSync('0.3.0');
  });

  it('or refuses with one sentence where it would need an answer', () => {
    bump('0.4.0');
    const before = tree();
    const { code, output } = lge(['sync']);
    expect([code, output]).toEqual([
      6,
      expect.stringContaining('create-lge-stack 0.4.0 has to know more than 0.1.0 did: tier.'),
    ]);
    expect(tree()).toEqual(before);
  });
});
