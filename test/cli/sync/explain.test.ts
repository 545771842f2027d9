// Why an option, a file or a line is as it is: found by rendering with other answers, not written down anywhere.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileFacts, LineFacts } from '../../../src/cli/explain/file.js';
import type { KeyFacts } from '../../../src/cli/explain/key.js';
import { PROD, sandbox } from './project.js';

const project = sandbox();
const { run, json, read, write, edit, options } = project;

const key = async (name: string): Promise<KeyFacts> => (await json(`explain ${name}`)) as KeyFacts;
const codes = (facts: KeyFacts): readonly string[] => facts.rules.map(({ code }) => code);
const lineOf = (path: string, part: string): number =>
  read(path)
    .split('\n')
    .findIndex((line) => line.includes(part)) + 1;
const because = async (path: string, part: string): Promise<readonly string[]> =>
  ((await json(`explain ${path}:${lineOf(path, part)}`)) as LineFacts).because.map((one) => one.key);

describe('an option', () => {
  it('says who says it, in which line, and what another answer would change', async () => {
    write('lge.stack.json', '{\n  "name": "shop",\n  "services": {\n    "frontend": { "port": 8080 }\n  }\n}\n');
    expect(await key('services.frontend.port')).toMatchObject({
      key: 'services.frontend.port',
      question: expect.stringContaining('port') as string,
      value: 8080,
      default: 80,
      origin: 'file',
      line: 4,
      tried: 8081,
      changes: { [PROD]: [[lineOf(PROD, 'published:'), lineOf(PROD, 'published:')]] },
    });
    options({ preset: 'plan' });
    expect(await key('python.packageManager')).toMatchObject({ value: 'poetry', default: 'uv', origin: 'preset' });
    expect(await key('tls')).toMatchObject({ value: false, origin: 'default' });
  });

  it.each([
    ['services.redis.eviction', 'evicting-broker'],
    ['services.redis', 'unmet-need'],
    ['services.frontend.devPort', 'duplicate-port'],
    ['services.postgres.limits.production.memory', 'memory-budget'],
    ['services.postgres.limits.production.memory', 'memory-floor'],
    ['services.postgres.maxConnections', 'connection-budget'],
    ['host.production.memory', 'memory-budget'],
  ])('%s is looked at by %s', async (name, code) => {
    expect(codes(await key(name))).toContain(code);
  });

  it('of a group, each; of a service, what there is below it; in words, too', async () => {
    expect((await json('explain host.production')) as KeyFacts[]).toHaveLength(2);
    expect((await key('services.redis')).below).toContain('services.redis.eviction');
    const { code, out } = await run('explain services.redis.eviction');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^services\.redis\.eviction\n {2}about .*\n {2}value {4}"volatile-lru", the default\n/),
    ]);
  });

  it('a line of lge.stack.json is the option that it says', async () => {
    write(
      'lge.stack.json',
      '{\n  "name": "shop",\n  "services": {\n    "frontend": {\n      "port": 8080\n    }\n  }\n}\n',
    );
    expect((await key('lge.stack.json:5')).key).toBe('services.frontend.port');
  });

  it('also where the options are wrong', async () => {
    options({ services: { redis: false } });
    expect(codes(await key('services.redis'))).toContain('unmet-need');
  });
});

describe('a file', () => {
  it('says whose it is, where it comes from, what it depends on, and whether you changed it', async () => {
    const path = 'shop-backend/Dockerfile';
    // Packages are there, and what was found is kept beside them.
    mkdirSync(join(project.dir(), 'node_modules'));
    const facts = (await json(`explain ${path}`)) as FileFacts;
    expect(facts).toMatchObject({
      path,
      owner: 'merged',
      template: 'backend/Dockerfile',
      broughtBy: 'backend',
      state: 'as rendered',
    });
    expect(facts.dependsOn).toEqual(expect.arrayContaining(['images.python', 'services.backend.optimize.strip']));
    expect(facts.dependsOn).not.toContain('services.redis.eviction');
    const cache = join(project.dir(), 'node_modules/.cache/create-lge-stack');
    expect([existsSync(cache), readdirSync(cache).filter((name) => name.startsWith('influence-')).length]).toEqual([
      true,
      1,
    ]);
    edit(path, (text) => `${text}# mine\n`);
    expect((await json(`explain ${path}`)) as FileFacts).toMatchObject({ ...facts, state: 'edited' });
  });

  it('that is written once is changed by no option, and says what has changed since', async () => {
    const { out } = await run('explain README.md');
    expect(out).toMatch(/\n {2}options +none now: it was written once, by .*title/);
    expect(out).not.toContain('since');
    const line = lineOf('README.md', '# ');
    expect((await run(`explain README.md:${line}`)).out).toContain(
      'It was written once, and no option changes it now.',
    );
    const facts = await key('services.frontend.devPort');
    expect([facts.once, Object.keys(facts.changes).includes('README.md')]).toEqual([
      ['README.md', 'docker-compose.override.yml'],
      false,
    ]);
    options({ services: { frontend: { devPort: 8085 } } });
    await run('sync');
    expect((await json('explain README.md')) as FileFacts).toMatchObject({ owner: 'seed', stale: true });
    expect((await run('explain README.md')).out).toMatch(/\n {2}since +options or the template have changed: /);
  });

  it('a line says the options that it follows from, the nearest first', async () => {
    mkdirSync(join(project.dir(), 'node_modules'));
    const first = '# A line of mine, so that all others have another number.\n';
    edit(PROD, (text) => first + text);
    expect((await because(PROD, '--max_connections='))[0]).toBe('services.postgres.maxConnections');
    expect((await because(PROD, 'cap_drop:'))[0]).toBe('preset: dropCapabilities');
    expect((await because(PROD, 'postgres:16'))[0]).toBe('images.postgres');
    const { out } = await run(`explain ${PROD}:1`);
    expect(out).toBe(`${PROD}:1\n  ${first}It is yours: what the template renders has no such line.\n`);
    const line = lineOf(PROD, 'published:');
    expect((await run(`explain ${PROD}:${line}`)).out).toMatch(
      /\n {2}services\.frontend\.port +with 81: `published: "81"`\n/,
    );
  });

  it.each([
    ['services.redsi', 2, 'There is neither an option nor a file of that name.\n  Did you mean services.redis?'],
    [`${PROD}:99999`, 2, `${PROD} has no line 99999.`],
    ['lge.stack.json', 2, 'It is yours alone: no file of this stack.'],
  ])('%s: exit %s', async (word, code, message) => {
    const ran = await run(`explain ${word}`);
    expect([ran.code, ran.out, ran.err.includes(message)]).toEqual([code, '', true]);
  });
});
