import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/cli/args.js';
import type { CreateCall } from '../../src/cli/commands/create.js';
import type { Json } from '../../src/cli/json.js';
import { optionsFile, optionsFrom } from '../../src/cli/options.js';
import { replayCommand, replayWords } from '../../src/cli/replay.js';
import { catalog, loadText, presets } from '../../src/index.js';
import { layer, parseOptions } from '../../src/stack/parse.js';
import { validOptions } from '../support/options.js';

const at = { folder: 'shop', path: '/home/shop' };

/** What the words mean to whoever types them. */
function said(words: readonly string[]): Json {
  const { call, mistakes } = readArguments(words, 'create-lge-stack', false);
  const { options, mistakes: more } = optionsFrom((call as CreateCall).flags, { name: 'shop' }, catalog);
  expect([...mistakes, ...more]).toEqual([]);
  return options;
}

const file = (options: Json): string => optionsFile(String(options.name), options, catalog);

/** The same stack, and the same mistakes. */
const meaning = (options: unknown): string =>
  JSON.stringify(parseOptions(options, catalog, presets), (_, value: unknown) =>
    value instanceof Map ? [...value] : value,
  );

describe('answers, the command that repeats them and the options file say the same', () => {
  it('in a new folder', () => {
    fc.assert(
      fc.property(validOptions, (options) => {
        const repeated = said(replayWords({ ...at, options }, catalog, presets));
        expect(file(repeated)).toBe(file(options));
        expect(meaning(repeated)).toBe(meaning(options));
        expect(meaning(JSON.parse(file(options)))).toBe(meaning({ ...options, $schema: undefined }));
        expect(loadText(file(options)).stack).toBeDefined();
      }),
      { numRuns: Number(process.env.RUNS ?? 40) },
    );
  });

  it('over what is found in a folder', () => {
    fc.assert(
      fc.property(validOptions, validOptions, (base, over) => {
        const options = { ...(layer(base, over) as Json), name: 'shop' };
        const words = replayWords({ ...at, options, base }, catalog, presets);
        expect(file({ ...(layer(base, said(words)) as Json), name: 'shop' })).toBe(file(options));
      }),
      { numRuns: Number(process.env.RUNS ?? 40) },
    );
  });
});

describe('the command says no more than it must', () => {
  it.each<[what: string, options: Json, command: string]>([
    ['defaults', {}, ''],
    ['a default that is in the file anyway', { services: { backend: true, redis: { devPort: false } } }, ''],
    ['a default that was said', { tls: false }, ' --set tls=false'],
    ['a preset', { preset: 'plan' }, ' --preset plan'],
    [
      'services',
      { services: { redis: false, 'celery-worker': false, 'celery-beat': false, backend: { replicas: 3 } } },
      ' --services frontend,backend:3,postgres,migrate',
    ],
    [
      'a service of development alone, left out',
      { services: { 'backend-debug': false } },
      ' --services frontend,backend,postgres,redis,migrate,celery-worker,celery-beat --set services.backend-debug=false',
    ],
    [
      'ports, hosts and limits',
      {
        host: { production: { cpus: 2, memory: '6G' } },
        services: {
          backend: { devPort: 8010 },
          redis: { limits: { production: { memory: '384M' } } },
          postgres: { devPort: false },
        },
      },
      ' --host 6g/2cpu --limit redis=384m --port backend=8010 --port postgres=none',
    ],
    ['what a shell would read otherwise', { title: "Joe's shop" }, " --set 'title=Joe'\\''s shop'"],
    ['text that reads as a number', { title: '12' }, ` --set 'title="12"'`],
    ['a name that is not that of the folder', { name: 'store' }, ' --set name=store'],
  ])('%s', (_, options, rest) => {
    const command = replayCommand({ ...at, options: { name: 'shop', ...options }, version: '1.2.3' }, catalog, presets);
    expect(command).toBe(`npx create-lge-stack@1.2.3 shop --yes${rest}`);
  });
});

describe('flags that say shortly what --set says, too', () => {
  it.each<[args: readonly string[], set: readonly string[]]>([
    [
      ['--host', '2g/2cpu'],
      ['host.production.memory=2G', 'host.production.cpus=2'],
    ],
    [['--host', 'development=4GiB'], ['host.development.memory=4G']],
    [['--limit', 'db=1g'], []],
    [
      ['--limit', 'postgres=384m,0.5cpu'],
      ['services.postgres.limits.production.memory=384M', 'services.postgres.limits.production.cpus=0.5'],
    ],
    [['--limit', 'worker.development=0.5'], ['services.celery-worker.limits.development.cpus=0.5']],
    [['--port', 'api=8010'], ['services.backend.devPort=8010']],
    [['--port', 'frontend.port=8080'], ['services.frontend.port=8080']],
    [['--port', 'debugger=9000'], ['services.backend-debug.port=9000']],
    [['--port', 'redis=none'], ['services.redis.devPort=false']],
    [['--target', 'swarm'], ['target=swarm']],
  ])('%j', (args, set) => {
    const read = (words: readonly string[]) =>
      optionsFrom((readArguments(['shop', ...words], 'create-lge-stack', false).call as CreateCall).flags, {}, catalog);
    const { options, mistakes } = read(args);
    if (set.length === 0) expect(mistakes).toEqual([expect.stringContaining('there is no service db.')]);
    else expect(options).toEqual(read(set.flatMap((one) => ['--set', one])).options);
  });

  it.each<[args: readonly string[], mistake: string]>([
    [['--host', 'big'], '--host big: write MEMORY/CPUS, such as 2g/2cpu or development=4g/2cpu.'],
    [['--host', 'staging=2g'], '--host staging=2g: write MEMORY/CPUS'],
    [['--limit', 'postgres'], '--limit postgres: write SERVICE=MEMORY,CPUS'],
    [['--limit', 'postgrs=1g'], '--limit postgrs=1g: there is no service postgrs. Did you mean postgres?'],
    [['--limit', 'celery=1g'], '--limit celery=1g: celery may be celery-worker or celery-beat: say which.'],
    [['--port', 'api=eighty'], '--port api=eighty: write SERVICE=PORT'],
    [['--port', 'api.main=80'], '--port api.main=80: backend has no port main. There are: port, devPort.'],
    [['--port', 'migrate=80'], '--port migrate=80: migrate publishes no port.'],
  ])('%j is a mistake', (args, mistake) => {
    const { call } = readArguments(['shop', ...args], 'create-lge-stack', false);
    expect(optionsFrom((call as CreateCall).flags, {}, catalog).mistakes).toEqual([expect.stringContaining(mistake)]);
  });
});
