// A backup brings back every row, and nothing that is not whole is restored.
import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint, sql } from './support/data.js';
import { askJson } from './support/http.js';
import { lifetimes, unwell, type Lifetime } from './support/lifetimes.js';
import { attempt, run, type Ran } from './support/shell.js';
import { prepareStack, startStack, type RunningStack } from './support/stack.js';

const ROWS = `
INSERT INTO notes (text) SELECT 'note ' || n || ' Ωμέγα \\ " '' ' || md5(n::text) FROM generate_series(1, 5000) n;
DELETE FROM notes WHERE id % 7 = 0;
CREATE TABLE kinds (id uuid PRIMARY KEY, data jsonb, bytes bytea, day date, price numeric(10, 2), tags text[]);
INSERT INTO kinds SELECT md5(n::text)::uuid, json_build_object('n', n, 'none', NULL), decode(md5(n::text), 'hex'),
  CASE WHEN n % 2 = 0 THEN date '2024-02-29' + n END, n / 3.0, ARRAY['a', 'b,' || n] FROM generate_series(1, 2000) n;
CREATE VIEW cheap AS SELECT id FROM kinds WHERE price < 10;
`;

let stack: RunningStack;
let before: string;
let file: string;

beforeAll(async () => {
  stack = await prepareStack('production', { name: 'e2e-backup' });
  await startStack(stack);
  await sql(stack, ROWS);
  before = await fingerprint(stack);
});

afterAll(() => stack.project.remove());

const backup = (...args: readonly string[]): Promise<Ran> => stack.project.script('backup.sh', args);
const restore = (...args: readonly string[]): Promise<Ran> => stack.project.script('restore.sh', args);
const folder = (): string => join(stack.project.dir, 'backups');
const dumps = (): readonly string[] => readdirSync(folder()).filter((name) => name.endsWith('.dump'));

describe('scripts/backup.sh', () => {
  it('writes a dump and its checksum, readable by their owner alone', async () => {
    const { code, stdout, stderr } = await backup();
    expect([code, stderr]).toEqual([0, '']);
    file = /^(\S+\.dump) \(/.exec(stdout)![1]!;
    await run(['sha256sum', '--check', '--quiet', `${file}.sha256`], { cwd: folder() });
    expect((await run(['stat', '--format=%a', file, `${file}.sha256`])).trim()).toBe('600\n600');
    expect(dumps()).toHaveLength(1);
  });

  it('runs one at a time, and takes over from one that died', async () => {
    const lock = join(folder(), '.lock');
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), `${process.pid}\n`);
    const busy = await backup();
    expect([busy.code, busy.stderr]).toEqual([
      4,
      `backup: another backup is running; if there is none, delete ${lock}\n`,
    ]);
    // No process has this number: it is above what the kernel gives.
    writeFileSync(join(lock, 'pid'), '4194305\n');
    expect((await backup()).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });

  it('keeps the newest, and what others put there', async () => {
    const foreign = join(folder(), 'e2e-backup-by-hand.dump');
    writeFileSync(foreign, '');
    const known = dumps();
    expect((await backup('--keep', '2')).code).toBe(0);
    const newest = dumps().filter((name) => !known.includes(name));
    const expected = [
      ...known.filter((name) => name !== 'e2e-backup-by-hand.dump' && join(folder(), name) !== file),
      ...newest,
      'e2e-backup-by-hand.dump',
    ];
    expect([...dumps()].sort()).toEqual(expected.sort());
    expect(readdirSync(folder()).filter((name) => name.endsWith('.sha256'))).toHaveLength(2);
    rmSync(foreign);
    file = join(folder(), newest[0]!);
  });

  it('runs from cron and by a timer of systemd as its text says', async () => {
    const text = stack.project.read('scripts/backup.sh');
    const [, minute, hour, command] = /cron: +(\d+) (\d+) \* \* \* +(.+)$/m.exec(text)!;
    expect([Number(minute) < 60, Number(hour) < 24]).toEqual([true, true]);
    const here = command!
      .replaceAll('/path/to/e2e-backup', stack.project.dir)
      .replace('/var/log/', `${stack.project.dir}/`);
    const docker = dirname((await run(['sh', '-c', 'command -v docker'])).trim());
    // cron: no terminal, no environment to speak of, another folder.
    await run(
      ['env', '--ignore-environment', `PATH=${docker}:/usr/bin:/bin`, 'HOME=/', 'SHELL=/bin/sh', '/bin/sh', '-c', here],
      { cwd: '/' },
    );
    expect(stack.project.read('e2e-backup-backup.log')).toMatch(/\.dump \([1-9]\d*\.\d kB\)\n$/);
    const [, calendar] = /OnCalendar=(.+) in a timer/.exec(text)!;
    const verified = await attempt(['systemd-analyze', 'calendar', calendar!]).catch(() => undefined);
    if (verified) expect(verified.code, verified.stderr).toBe(0);
  });

  it('leaves nothing behind when the database does not answer', async () => {
    await stack.project.compose('production', ['stop', 'postgres']);
    const { code, stderr } = await backup();
    expect(code).toBe(1);
    expect(stderr).toContain(
      'backup: PostgreSQL does not answer: start it with: docker compose -f docker-compose.prod.yml up -d postgres\n',
    );
    expect(readdirSync(folder()).filter((name) => name.startsWith('.'))).toEqual([]);
    await stack.project.compose('production', ['start', 'postgres']);
    await stack.project.compose('production', ['up', '--detach', '--wait', '--no-recreate', 'postgres']);
  });
});

describe('scripts/restore.sh', () => {
  /** A copy of the backup with its checksum, or without. */
  async function copy(name: string, checksum: boolean): Promise<string> {
    const path = join(folder(), name);
    await run(['cp', file, path]);
    if (checksum) await run(['cp', `${file}.sha256`, `${path}.sha256`]);
    return path;
  }

  it.each([
    [
      'a truncated backup',
      true,
      (path: string) => truncateSync(path, 20_000),
      'restore: the file does not match its checksum: take another backup',
    ],
    [
      'a truncated backup without a checksum',
      false,
      (path: string) => truncateSync(path, 20_000),
      'restore: the file is damaged or no backup: take another one',
    ],
    [
      'a wrong checksum',
      true,
      (path: string) => writeFileSync(`${path}.sha256`, `${'0'.repeat(64)}  ${path}\n`),
      'restore: the file does not match its checksum: take another backup',
    ],
  ])('refuses %s, and touches nothing', async (_, checksum, damage, message) => {
    const path = await copy('damaged.dump', checksum);
    damage(path);
    const all = await lifetimes(stack);
    const { code, stderr } = await restore(path, '--yes');
    expect(code, stderr).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(message);
    expect(await fingerprint(stack)).toBe(before);
    expect(await lifetimes(stack)).toEqual(all);
    for (const left of [path, `${path}.sha256`]) rmSync(left, { force: true });
  });

  it('asks before it replaces anything', async () => {
    const { code, stderr } = await restore(file);
    expect([code, stderr]).toEqual([2, 'restore: nobody is here to confirm: say --yes\n']);
  });

  it('brings every row back after the volumes are gone', async () => {
    await stack.project.compose('production', ['down', '--volumes']);
    await stack.project.compose('production', ['up', '--detach', '--wait', 'postgres']);
    expect(await sql(stack, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).toBe('0');
    const { code, stdout, stderr } = await restore(file, '--yes');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Restored into e2e_backup: 3 tables, about \d+ rows\.\nDone\. Nothing was running: .+\n$/);
    expect(stderr).toBe('');
    expect(await fingerprint(stack)).toBe(before);
    await stack.project.compose('production', ['up', '--detach', '--wait']);
    expect(unwell(await lifetimes(stack))).toEqual([]);
    const [newest] = await askJson<{ id: number }[]>(stack.origin, '/api/v1/notes?limit=1');
    expect(newest!.id).toBe(5000);
  });

  it('replaces what came later, while everything runs, and all serve again', async () => {
    await sql(stack, "INSERT INTO notes (text) VALUES ('later'); CREATE TABLE later (id int); DROP VIEW cheap;");
    const all = await lifetimes(stack);
    const { code, stdout, stderr } = await restore(file, '--yes');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replace(/\d+ rows/, 'N rows')).toBe(
      [
        'Stopping: backend celery-worker celery-beat',
        'Restored into e2e_backup: 3 tables, about N rows.',
        'Done. Healthy again: backend celery-worker celery-beat\n',
      ].join('\n'),
    );
    expect(await fingerprint(stack)).toBe(before);
    const now = await lifetimes(stack);
    expect(unwell(now)).toEqual([]);
    // The same containers; the migrations ran in one of their own, which is gone.
    expect(now.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    const migrated = ({ service }: Lifetime): boolean => service === 'migrate';
    expect(now.filter(migrated)).toEqual(all.filter(migrated));
  });
});

describe('a new major version of PostgreSQL', () => {
  let next: RunningStack;
  beforeAll(async () => {
    next = await prepareStack('production', { name: 'e2e-major', images: { postgres: 'postgres:18.1-alpine' } });
  });
  afterAll(() => next.project.remove());

  // The lab's images of 16 and 18 hold one and the same server; what differs is where the image keeps its data.
  it('restores the dump of the older one', async () => {
    expect(next.project.read('docker-compose.prod.yml')).toContain('postgres-data:/var/lib/postgresql\n');
    await next.project.compose('production', ['up', '--detach', '--wait', 'postgres']);
    const { code, stderr } = await next.project.script('restore.sh', [file, '--yes', '--no-owner']);
    expect(code, stderr).toBe(0);
    expect(await fingerprint(next)).toBe(before);
    await next.project.compose('production', ['down']);
    await next.project.compose('production', ['up', '--detach', '--wait', 'postgres']);
    expect(await fingerprint(next)).toBe(before);
    console.log(
      `backup: from ${await sql(stack, 'SHOW server_version')} into ${await sql(next, 'SHOW server_version')}`,
    );
  });
});
