// Options that are changed by a command: the file keeps its comments, and files and options are one transaction.
import { describe, expect, it } from 'vitest';
import { minePort, PROD, sandbox } from './project.js';

const project = sandbox();
const { run, json, read, write, edit, has } = project;
const OPTIONS = 'lge.stack.json';

const COMMENTED = `// The shop.
{
\t"name": "shop", // as DNS takes it
\t"services": {
\t\t/* nobody needs tasks */
\t\t"celery-worker": false,
\t\t"celery-beat": false,
\t\t"redis": false, // it came with Celery
\t\t"frontend": { "port": 8080, },
\t},
}
`;

async function start(text: string): Promise<void> {
  write(OPTIONS, text);
  expect((await run('sync')).code).toBe(0);
}

describe('set', () => {
  it('changes the file where it is said, keeps comments and order, and brings the files along', async () => {
    await start(COMMENTED);
    const { code, out, err } = await run('set services.frontend.port=8088 locale=el');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^services\.frontend\.port: 8080 → 8088\nlocale: "[^"]+" → "el"\n(?:~ \S+\n)+$/);
    expect(read(OPTIONS)).toBe(COMMENTED.replace('8080', '8088').replace('\t},\n}', '\t},\n\t"locale": "el",\n}'));
    expect(read(PROD)).toContain('"8088"');
    expect((await run('sync')).out).toBe('Nothing has changed.\n');
  });

  it('is taken back by one command, options and files', async () => {
    await start(COMMENTED);
    const before = [read(OPTIONS), read(PROD)];
    await run('set services.frontend.port=8088');
    expect((await run('restore --backup last')).code).toBe(0);
    expect([read(OPTIONS), read(PROD)]).toEqual(before);
  });

  it('reads values as the option takes them', async () => {
    const text = [
      'python.packageManager=poetry',
      'python.poetryVersion=2.4',
      'services.celery-worker.concurrency=auto',
    ];
    const { code } = await run(
      `set ${text.join(' ')} services.backend.systemPackages.runtime=libmagic1,curl title=1984`,
    );
    expect(code).toBe(0);
    expect(JSON.parse(read(OPTIONS))).toEqual({
      name: 'shop',
      python: { packageManager: 'poetry', poetryVersion: '2.4' },
      services: {
        'celery-worker': { concurrency: 'auto' },
        backend: { systemPackages: { runtime: ['libmagic1', 'curl'] } },
      },
      title: '1984',
    });
  });

  it('--unset leaves the option to its default', async () => {
    await start(COMMENTED);
    const { out } = await run('set --unset services.frontend.port');
    expect(out).toMatch(/^services\.frontend\.port: 8080 → 80\n/);
    expect(read(OPTIONS)).not.toContain('8080');
  });

  it('below a service that is only named, options find their place', async () => {
    await start('{ "name": "shop", "services": { "redis": true } }');
    expect((await run('set services.redis.eviction=noeviction')).code).toBe(0);
    expect(JSON.parse(read(OPTIONS))).toMatchObject({ services: { redis: { eviction: 'noeviction' } } });
  });

  it('--dry-run shows the plan and writes nothing', async () => {
    const before = project.snapshot();
    const { code, out } = await run('set services.frontend.port=8088 --dry-run');
    expect(code).toBe(0);
    expect(out).toMatch(/^services\.frontend\.port: 80 → 8088\n(?:~ \S+\n)*~ docker-compose\.prod\.yml\n/);
    expect(out).toMatch(/~ lge\.stack\.json\n(?:~ \S+\n)*Nothing was written \(--dry-run\)\.\n$/);
    expect(project.snapshot()).toEqual(before);
  });

  it('--json tells what was done to each file, options among them', async () => {
    const changes = await json('set services.frontend.port=8088');
    expect(changes).toContainEqual({ path: OPTIONS, kind: 'update', owner: 'seed' });
    expect(changes).toContainEqual({ path: PROD, kind: 'update', owner: 'merged' });
  });

  it('where an edit of yours is in the way, that file waits and the options are written', async () => {
    edit(PROD, minePort);
    const { code, out } = await run('set services.frontend.port=8088');
    expect([code, read(OPTIONS).includes('8088'), read(PROD).includes('9999')]).toEqual([3, true, true]);
    expect(out).toContain('npx lge-stack resolve');
  });

  it('all mistakes are told at once, exit 2, and nothing is written', async () => {
    await start(COMMENTED);
    const before = project.snapshot();
    const { code, out, err } = await run(
      'set tls services.redis.eviction=noeviction services.frontend.port=99999 tsl=true name=a name=b',
    );
    expect([code, out]).toEqual([2, '']);
    for (const message of [
      '✗ tls: write KEY=VALUE',
      '✗ services.redis.eviction: redis is left out. Add it with `npx lge-stack add redis`.',
      '✗ services.frontend.port: 99999 is not a port.',
      '✗ tsl: There is no such option.\n  Did you mean "tls"?',
      '✗ name is said twice: which is meant?',
    ])
      expect(err).toContain(message);
    expect(err).toMatch(/\nNothing was written\.\n$/);
    expect(project.snapshot()).toEqual(before);
  });

  it('a key that is in the file twice is told with its lines, by this command and by every other', async () => {
    write(
      OPTIONS,
      '{\n  "name": "shop",\n  "tls": false,\n  "services": { "frontend": {\n    "port": 1,\n    "port": 2\n  } }\n}\n',
    );
    const before = project.snapshot();
    const message = 'services.frontend.port: It is there 2 times: in line 5 and in line 6.\n  Leave one of them.\n';
    for (const command of ['set tls=true', 'sync', 'check']) {
      const { code, err } = await run(command);
      expect([command, code, err.includes(message)]).toEqual([command, 2, true]);
    }
    expect(project.snapshot()).toEqual(before);
  });

  it.each([
    ['set', 'Say what to set: KEY=VALUE'],
    ['set nope', '✗ nope: write KEY=VALUE'],
  ])('%s: exit 2', async (command, message) => {
    const { code, err } = await run(command);
    expect([code, err.includes(message)]).toEqual([2, true]);
  });
});

describe('add', () => {
  it('brings what the service needs, and says why', async () => {
    await start(COMMENTED);
    const { code, out } = await run('add celery-beat');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^celery-beat is added\.\n(?:celery-worker is added, because celery-beat needs it: [^\n]+\n)?redis is added, because celery-\w+ needs it: [^\n]+\.\n/,
    );
    expect(read(OPTIONS)).toContain('"redis": true, // it came with Celery\n');
    expect(read(OPTIONS)).toContain('\t\t/* nobody needs tasks */\n');
    expect(read(PROD)).toContain('\n  redis:\n');
  });

  it('mends a stack whose services lack another one', async () => {
    write(OPTIONS, '{ "name": "shop", "services": { "redis": false } }');
    expect((await run('sync')).code).toBe(2);
    expect((await run('add redis')).code).toBe(0);
  });

  it('what is there already changes nothing', async () => {
    const before = project.snapshot();
    const { code, out } = await run('add redis');
    expect([code, out]).toEqual([0, 'redis is part of the stack already.\nNothing has changed.\n']);
    expect(read(OPTIONS)).toBe('{\n  "name": "shop"\n}\n');
    expect(project.snapshot()).toEqual(before);
  });

  it.each([
    ['add redsi', '✗ There is no service redsi. Did you mean redis?\nNothing was written.\n'],
    ['add', 'Say SERVICE as well.\n'],
  ])('%s: exit 2', async (command, err) => {
    expect(await run(command)).toEqual({ code: 2, out: '', err });
  });
});

describe('remove', () => {
  it('leaves the service out, and its files go', async () => {
    const { code, out } = await run('remove celery-worker celery-beat');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^celery-worker is left out\.\ncelery-beat is left out\.\n(?:[~-] \S+\n)+$/),
    ]);
    expect(JSON.parse(read(OPTIONS))).toMatchObject({ services: { 'celery-worker': false, 'celery-beat': false } });
    expect(read(PROD)).not.toContain('celery-worker:');
  });

  it('of what others need names them all, with the command that takes them out', async () => {
    const before = project.snapshot();
    const { code, out, err } = await run('remove redis');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('✗ celery-worker needs redis: Redis holds the queue of its tasks.\n');
    const command = /npx lge-stack (remove redis \S.*)\n/.exec(err)?.[1] ?? '';
    expect(command).toContain('celery-beat');
    expect(project.snapshot()).toEqual(before);
    expect((await run(command)).code).toBe(0);
    expect(has('docker-compose.yml')).toBe(true);
  });

  it('options of the service are in the backup', async () => {
    await start(
      '{ "name": "shop", "services": { "celery-beat": { "limits": { "production": { "memory": "300M" } } } } }',
    );
    const before = read(OPTIONS);
    const { out } = await run('remove celery-beat');
    expect(out).toContain('celery-beat is left out. Its options are in the backup');
    await run('restore --backup last');
    expect(read(OPTIONS)).toBe(before);
  });
});
