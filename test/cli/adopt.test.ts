// What an adoption says to somebody whom nobody asks, and what can be looked at afterwards.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Machine } from '../../src/probe/probes.js';
import { repositoryFiles, writeRepository } from '../support/repositories.js';
import { runMain, type Ran } from './run-main.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lge-adopt-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const adopting = (...more: readonly string[]): Promise<Ran> =>
  runMain(['.', '--yes', '--adopt', '--offline', '--no-git', ...more], { dir: folder });
const afterwards = (command: string): Promise<Ran> =>
  runMain(command.split(' '), { dir: folder, program: 'lge-stack' });
const WAITING = ['docker-compose.yml'];

interface Adoption {
  readonly findings: readonly { readonly code: string; readonly defect?: string }[];
  readonly notCarried: readonly { readonly key: string }[];
  readonly extraServices: readonly string[];
  readonly extraFiles: Readonly<Record<string, string>>;
}

describe('with --yes', () => {
  it.each([[], ['--dry-run']])('tells findings and what is not carried over %s', async (...more) => {
    writeRepository('uv-celery', folder);
    const { out } = await adopting(...more);
    expect(out).toMatch(/unset-variable +backend\/app\/core\/config\.py:14 +SECRET_KEY is required/);
    expect(out).toMatch(/^ {2}! {2}D14 +docker-compose\.yml:16 +redis asks for no password\.$/m);
    expect(out).toMatch(/^ {2}services\.redis\.image +docker-compose\.yml:17 /m);
    expect(out).toContain('npx lge-stack diff --report\n');
  });

  it('--json has them, and nothing of them is on standard output beside it', async () => {
    writeRepository('traefik', folder);
    const { adoption } = JSON.parse((await adopting('--json')).out) as { readonly adoption: Adoption };
    expect(adoption.findings.map(({ code }) => code)).toContain('old-python');
    expect(adoption.extraServices).toEqual(['proxy']);
    // Its port is that of the front end, so that there is no file for it.
    expect(adoption.extraFiles).toEqual({});
    expect(adoption.notCarried).toHaveLength(3);
  });

  it('refuses what is no FastAPI, with the line that says so, and writes nothing', async () => {
    writeRepository('flask', folder);
    const before = readdirSync(folder);
    const { code, err } = await adopting();
    expect(code).toBe(2);
    expect(err).toMatch(/^✗ requirements\.txt:1: The application needs flask, .*\n {2}\S/);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('leaves Next.js out, and says so', async () => {
    writeRepository('nextjs', folder);
    const { out } = await adopting('--print-config');
    expect(JSON.parse(out)).toMatchObject({ services: { frontend: false } });
    expect((await adopting()).out).toMatch(/own-server +web\/package\.json:\d+ /);
    expect(readdirSync(join(folder, 'web'))).not.toContain('nginx.conf');
  });
});

const MACHINE: Machine = {
  port: () => Promise.resolve(undefined),
  docker: () => Promise.resolve(undefined),
  dockerTrouble: () => Promise.resolve('not-running'),
  host: () => ({ cpus: 4, memory: 8192 }),
  hasImage: () => Promise.resolve(false),
  sees: () => Promise.resolve(false),
};

it('takes six keys at most to the files, in a repository as they are', async () => {
  const dir = join(folder, 'shop');
  writeRepository('uv-celery', dir);
  const ENTER = '\r';
  const typed = [
    ['Where should the', ENTER],
    ['Start with that?', ENTER],
    ['Create it?', ENTER],
  ] as const;
  const keys = typed.map(([, key]) => key).join('');
  const env = { TERM: 'xterm' };
  const { code, out } = await runMain(['.', '--offline', '--no-git'], { dir, typed, env, machine: MACHINE });
  expect([code, keys.length <= 6]).toEqual([3, true]);
  expect(out).toContain('Adopt');
  for (const path of ['lge.stack.json', 'docker-compose.prod.yml', 'scripts/rollout.sh'])
    expect(existsSync(join(dir, path)), path).toBe(true);
});

it('saves the options of an adoption, with the command that adopts by them', async () => {
  writeRepository('uv-celery', folder);
  const typed = [
    ['Where should the', '\r'],
    ['Start with that?', '\r'],
    ['Create it?', '\u001B[B\u001B[B\u001B[B\u001B[B\r'],
  ] as const;
  const saved = await runMain(['.', '--offline', '--no-git'], {
    dir: folder,
    typed,
    env: { TERM: 'xterm' },
    machine: MACHINE,
  });
  const words = /^ {2}npx create-lge-stack (.+)$/m.exec(saved.out)![1]!.split(' ');
  expect(existsSync(join(folder, 'lge.stack.json'))).toBe(false);
  const { code, err } = await runMain([...words, '--yes'], { dir: folder });
  expect(code, err).toBe(3);
  expect(existsSync(join(folder, 'lge.stack.json'))).toBe(true);
});

it('names the command that decides what waits among the steps that are next', async () => {
  writeRepository('uv-celery', folder);
  const { out } = await adopting();
  expect(out.slice(out.indexOf('\nNext:\n'))).toMatch(
    /^ {2}npm install\n {2}npx lge-stack resolve\n {2}docker compose /m,
  );
});

it('names it not where nothing waits', async () => {
  writeRepository('requirements-flat', folder);
  const { out } = await runMain(['shop', '--yes', '--offline', '--no-git'], { dir: folder });
  expect(out).not.toContain('lge-stack resolve');
});

describe('afterwards', () => {
  beforeEach(async () => {
    writeRepository('uv-celery', folder);
    expect((await adopting()).code).toBe(3);
  });

  it('diff shows theirs against the template, and no patch of it where a patch is read', async () => {
    const { code, out, err } = await afterwards('diff');
    expect([code, out]).toEqual([0, '']);
    for (const path of WAITING) expect(err).toContain(`\n+++ ${path}\tas it is rendered now\n`);
    const one = await afterwards('diff docker-compose.yml');
    expect(one.err.match(/^\+\+\+ .*/gm)).toEqual(['+++ docker-compose.yml\tas it is rendered now']);
  });

  it('diff --report tells of their files by the names of defects, and of none of ours', async () => {
    const { code, out } = await afterwards('diff --report');
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}! {2}D14 +docker-compose\.yml:16 +redis asks for no password\.\n {6}requirepass/m);
    expect(out).toMatch(/^ {2}back end +app +app\.main:app +backend\/app\/main\.py:17 +certain$/m);
    expect(out).not.toMatch(/docker-compose\.prod|Dockerfile\.dev/);
  });

  it('diff --report --markdown is the same for a ticket, --json for a program', async () => {
    const { out } = await afterwards('diff --report --markdown');
    expect(out).toMatch(/^# What adoption found\n/);
    expect(out).toMatch(/^\| ! \| D14 \| docker-compose\.yml:16 \| redis asks for no password\. requirepass/m);
    const { findings } = JSON.parse((await afterwards('diff --report --json')).out) as Adoption;
    expect(findings.map(({ defect }) => defect)).toContain('D14');
  });

  it.each([
    ['diff --markdown', /--report --markdown/],
    ['diff --report --mine', /neither files nor a view/],
    ['diff --report docker-compose.yml', /neither files nor a view/],
  ])('%s is no report', async (command, says) => {
    const { code, err } = await afterwards(command);
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });

  it('is undone as docs/adopting.md says, to the byte', async () => {
    const id = /^(\S+) adopt$/m.exec((await afterwards('restore --list')).out)?.[1];
    expect((await afterwards(`restore --backup ${id!}`)).code).toBe(0);
    const files = repositoryFiles('uv-celery');
    for (const [path, text] of files) expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
    const left = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
    expect(left.filter((path) => !path.startsWith('.lge/')).toSorted()).toEqual([...files.keys()].toSorted());
  });
});

const written = (path: string): string => readFileSync(join(folder, path), 'utf8');

describe('services that are none of ours', () => {
  it('go on in a file for each environment, on the networks of the stack, and their data is found again', async () => {
    writeRepository('profiles', folder);
    const { out } = await adopting('--json');
    const { adoption, files } = JSON.parse(out) as {
      readonly adoption: Adoption;
      readonly files: readonly { readonly path: string; readonly kind: string }[];
    };
    const paths = { development: 'extra-services.dev.yml', production: 'extra-services.prod.yml' };
    expect(adoption.extraFiles).toEqual(paths);
    for (const path of Object.values(paths)) expect(files).toContainEqual({ path, kind: 'create' });
    const [development, production] = [written(paths.development), written(paths.production)];
    expect(development).toContain('  # Catches what the API sends, and shows it at http://localhost:8025\n  mail:\n');
    // Its profile was that of the environment; that of another is kept.
    expect(development).not.toContain('profiles: [dev]');
    expect(development).toContain('profiles: [tools]');
    expect(development).toMatch(/volumes:\n {2}mails:\n {4}name: \S+_mails\n$/);
    expect(production).not.toContain('mail');
    for (const text of [development, production]) {
      expect(text).toContain('depends_on: [postgres]\n    networks: [edge, data]\n    links:\n      - postgres:db\n');
      expect(text).toContain('PGHOST: db\n');
    }
    expect(written('docker-compose.dev.yml')).toContain('include:\n  - ./extra-services.dev.yml\n');
    expect(written('docker-compose.prod.yml')).toContain('include:\n  - ./extra-services.prod.yml\n');
  });

  it('stay where they are if the stack has their port, and that is told', async () => {
    writeRepository('traefik', folder);
    const { out } = await adopting();
    expect(out).toMatch(/proxy +\S+:\d+ +development +your own file alone: the stack has port 80 itself$/m);
    expect(readdirSync(folder).filter((name) => name.startsWith('extra-services'))).toEqual([]);
    expect(JSON.parse(written('lge.stack.json'))).not.toHaveProperty('include');
  });
});

describe('a Compose file for both environments', () => {
  it.each([[], ['--conflict', 'overwrite']])('keeps its name and every byte %s', async (...more) => {
    writeRepository('profiles', folder);
    const before = written('docker-compose.yml');
    await adopting(...more);
    expect(written('docker-compose.yml')).toBe(before);
    expect(JSON.parse(written('lge.stack.json'))).toMatchObject({
      composeFiles: { development: 'docker-compose.dev.yml', override: 'docker-compose.local.yml' },
    });
    expect((await afterwards('diff --report')).out).toMatch(/Compose +profiles +docker-compose\.yml/);
  });
});

describe('a .env.example that is there', () => {
  it('keeps its lines, and gets the variables that are missing', async () => {
    writeRepository('uv-celery', folder);
    const theirs = written('.env.example');
    const { files } = JSON.parse((await adopting('--json')).out) as { readonly files: readonly object[] };
    expect(files).toContainEqual({ path: '.env.example', kind: 'update' });
    const now = written('.env.example');
    expect(now.startsWith(theirs)).toBe(true);
    const names = (now.match(/^(?:# )?[A-Z_]+(?==)/gm) ?? []).map((name) => name.replace('# ', ''));
    expect(names).toContain('JWT_SECRET_KEY');
    expect(names.length).toBe(new Set(names).size);
    expect(readdirSync(join(folder, '.lge/incoming'))).not.toContain('.env.example');
    // It is theirs from then on.
    expect((await afterwards('sync')).code).toBe(3);
    expect(written('.env.example')).toBe(now);
  });
});

describe('several projects in one folder', () => {
  const two = (): void => {
    for (const name of ['shop', 'blog']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'requirements.txt'), 'fastapi\n');
      writeFileSync(join(folder, name, 'main.py'), 'from fastapi import FastAPI\napp = FastAPI()\n');
    }
  };

  it('are named, and nothing is written', async () => {
    two();
    const { code, err } = await adopting();
    expect(code).toBe(2);
    expect(err).toMatch(/^✗ \S+: There are several back ends, .*: blog, shop\./);
    expect(err).toContain('--set folders.backend=blog');
    expect(readdirSync(folder).toSorted()).toEqual(['blog', 'shop']);
  });

  it('are one project for whoever names it', async () => {
    two();
    const { out } = await adopting('--set', 'folders.backend=blog', '--print-config');
    expect(JSON.parse(out)).toMatchObject({
      folders: { backend: 'blog' },
      services: { backend: { module: 'main:app' } },
    });
  });
});
