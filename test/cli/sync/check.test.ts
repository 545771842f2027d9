import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../../src/index.js';
import { backUp } from '../../../src/io/backup.js';
import { openJournal } from '../../../src/io/journal.js';
import { mine, minePort, PROD, sandbox, SCRIPT } from './project.js';

const project = sandbox();
const { run, json, edit, port, options, remove, write } = project;

const off = {
  services: {
    backend: false,
    'backend-debug': false,
    migrate: false,
    'celery-beat': false,
    'celery-worker': false,
    redis: false,
  },
};

function interrupt(): void {
  const backup = backUp(project.dir(), [], new Map(), { command: 'sync', precious: false });
  openJournal(project.dir(), { backup: backup.id, command: 'sync' });
}

function damageObjects(): void {
  const objects = join(project.dir(), '.lge/objects');
  for (const name of readdirSync(objects)) appendFileSync(join(objects, name), 'reformatted\n');
}

type Meddle = () => void | Promise<unknown>;

describe('what it finds, and with what it ends', () => {
  it.each<[what: string, code: number, strict: number, kinds: readonly string[], text: RegExp, meddle: Meddle]>([
    ['nothing', 0, 0, [], /^Everything is as the options and the template want it\.\n$/, () => undefined],
    [
      'options that were not carried out',
      4,
      4,
      ['stale'],
      /^✗ .*: It is not as the options and the template want it\.\n(?:.*\n)*`npx lge-stack sync` brings the project up to date/,
      () => port(8088),
    ],
    [
      'a file that you changed',
      0,
      4,
      ['customised'],
      /^[·✗] scripts\/backup\.sh: You changed it, .*\n$/,
      () => edit(SCRIPT, mine),
    ],
    ['a file that you deleted', 0, 0, ['deleted'], /^· scripts\/backup\.sh: You deleted it.*\n$/, () => remove(SCRIPT)],
    [
      'a file that you changed, and that is stale',
      4,
      4,
      ['customised', 'stale'],
      /✗ docker-compose\.prod\.yml: It is not .*\n[·✗] docker-compose\.prod\.yml: You changed it/,
      () => (edit(PROD, mine), port(8088)),
    ],
    [
      'a conflict that no sync has seen',
      3,
      3,
      ['conflict', 'stale'],
      /^✗ docker-compose\.prod\.yml: It waits for your decision: you and the template changed the same lines\.\n(?:.*\n)*`npx lge-stack resolve` decides/m,
      () => (edit(PROD, minePort), port(8088)),
    ],
    [
      'a conflict that waits (26)',
      3,
      3,
      ['conflict'],
      /^✗ docker-compose\.prod\.yml: It waits/,
      () => (edit(PROD, minePort), port(8088), run('sync')),
    ],
    [
      'an edit of a file that is ours alone',
      5,
      5,
      ['refused'],
      /^✗ docker-compose\.prod\.yml: It was edited, .*\n {2}Undo the edit with `npx lge-stack restore docker-compose\.prod\.yml`/,
      async () => (await run(`own ${PROD} --as managed`), edit(PROD, mine)),
    ],
    [
      'a file that left the stack and was yours',
      0,
      0,
      ['orphaned'],
      /^· scripts\/rollout\.sh: The stack has it no longer/,
      () => (edit('scripts/rollout.sh', mine), options(off), run('sync')),
    ],
    [
      'damaged bases',
      4,
      4,
      ['damaged'],
      /✗ .*: What it was rendered from is lost .*\n(?:.*\n)*`npx lge-stack sync` writes again/,
      damageObjects,
    ],
    [
      'lost bases',
      4,
      4,
      ['damaged'],
      /✗ .*: What it was rendered from is lost/,
      () => rmSync(join(project.dir(), '.lge/objects'), { recursive: true }),
    ],
    ['a run that was killed', 4, 4, ['unfinished'], /^✗ sync was interrupted\. The next sync takes back/, interrupt],
    [
      'a journal that nobody can read',
      4,
      4,
      ['damaged'],
      /^✗ \.lge\/journal\.json is damaged, .*\n {2}Compare, /,
      () => write('.lge/journal.json', '{'),
    ],
  ])('%s: %i, and %i with --strict', async (_, code, strict, kinds, text, meddle) => {
    await meddle();
    const before = project.snapshot();
    const plain = await run('check');
    expect([plain.code, plain.err]).toEqual([code, '']);
    expect(plain.out).toMatch(text);
    const report = (await json('check')) as { code: number; findings: readonly { kind: string; message: string }[] };
    expect([report.code, [...new Set(report.findings.map(({ kind }) => kind))].toSorted()]).toEqual([code, kinds]);
    for (const finding of report.findings) expect(finding.message).toMatch(/^\S.*\.$/);
    expect((await run('check --strict')).code).toBe(strict);
    // It writes nothing, not even what a sync would mend.
    expect(project.snapshot()).toEqual(before);
  });

  it('what it finds, a sync mends: bases, and a run that was killed', async () => {
    damageObjects();
    interrupt();
    expect((await run('check')).code).toBe(4);
    const { code, err } = await run('sync');
    expect([code, err]).toEqual([0, '! sync was interrupted; what it had written was taken back.\n']);
    expect(await run('check')).toEqual({
      code: 0,
      out: 'Everything is as the options and the template want it.\n',
      err: '',
    });
  });
});

it('a run that was killed, and whose backup somebody deleted, is told as what it is', async () => {
  interrupt();
  rmSync(join(project.dir(), '.lge/backup'), { recursive: true, force: true });
  expect((await run('sync')).err).toMatch(
    /^! sync was interrupted, and its backup is gone: what it had written stays\./,
  );
});

describe('--updates', () => {
  let server: Server;
  let newest = version;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url !== '/create-lge-stack') return response.writeHead(404).end('{}');
      const versions = { [newest]: { name: 'create-lge-stack', version: newest } };
      return response.end(JSON.stringify({ name: 'create-lge-stack', 'dist-tags': { latest: newest }, versions }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  const asked = (registry: string, flags = ''): Promise<{ code: number; out: string; err: string }> => {
    const cache = join(project.dir(), '../cache');
    mkdirSync(cache, { recursive: true });
    return run(`check --updates${flags}`, {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: cache,
        npm_config_registry: registry,
        npm_config_cache: cache,
        npm_config_fetch_retries: '0',
        npm_config_update_notifier: 'false',
      },
    });
  };
  const ours = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  it.each<[newest: string, code: number, out: string]>([
    [
      '99.1.0',
      7,
      `✗ create-lge-stack 99.1.0 is there; this is ${version}.\n  Take it with \`npx lge-stack upgrade\`.\n`,
    ],
    [version, 0, 'Everything is as the options and the template want it.\n'],
  ])('where the registry has %s: exit %i', async (there, code, out) => {
    newest = there;
    expect(await asked(ours())).toEqual({ code, out, err: '' });
  });

  it('drift is worse than a newer version', async () => {
    newest = '99.1.0';
    edit(SCRIPT, mine);
    expect([(await asked(ours())).code, (await asked(ours(), ' --strict')).code]).toEqual([7, 4]);
  });

  it('offline it is said that nobody knows, which is neither up to date nor outdated: exit 8', async () => {
    const { code, out } = await asked('http://127.0.0.1:1/');
    expect([code, out]).toEqual([
      8,
      expect.stringMatching(/^✗ No registry says which version is the newest: ECONNREFUSED/),
    ]);
  });
});
