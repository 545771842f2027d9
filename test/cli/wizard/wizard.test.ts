import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Imported } from '../../../src/adopt/imported.js';
import type { Typed } from '../run-main.js';
import { asked, DOWN, down, ENTER, ESC, LEFT, SHIFT_TAB, surroundings, type Scene } from './support.js';

const NEW: Scene = { said: { folder: 'shop' } };
const CUSTOM: Typed = ['Start with that?', down(1)];

/** Enter at every question, from the choice of what is to run on. */
const THROUGH: readonly Typed[] = [
  ['What is to run?', ENTER],
  ['Containers in production', ENTER],
  ['Python packages', ENTER],
  ['Node packages', ENTER],
  ['HTTPS', ENTER],
  ['Production runs on', ENTER],
  ['Which ports', ENTER],
  ['What does the production host have?', ENTER],
  ['machine of a developer', ENTER],
  ['in production', ENTER],
  ['in development', ENTER],
  ['Create it?', ENTER],
];

/** The way through, with another answer at some questions. */
const through = (other: Readonly<Record<string, string | readonly Typed[]>>): readonly Typed[] => {
  const left = new Set(Object.keys(other));
  const way = THROUGH.flatMap(([question, keys]): readonly Typed[] => {
    const answer = other[question];
    left.delete(question);
    return answer === undefined ? [[question, keys]] : typeof answer === 'string' ? [[question, answer]] : answer;
  });
  expect([...left]).toEqual([]);
  return [CUSTOM, ...way];
};

const imported: Imported = {
  files: [],
  chains: {},
  services: [],
  variables: [],
  extraServices: [],
  implied: [],
  accounts: [],
  options: {
    services: { postgres: { devPort: 5555 }, redis: { devPort: 6380 } },
    images: { postgres: 'postgres:15-alpine' },
  },
  evidence: new Map([
    ['services.postgres.devPort', { file: 'compose.yaml', line: 12 }],
    ['services.redis.devPort', { file: 'compose.yaml', line: 20 }],
    ['images.postgres', { file: 'compose.yaml', line: 9 }],
  ]),
  notCarried: [
    { key: 'services.api.devices', why: 'a container has no devices here', evidence: { file: 'compose.yaml' } },
  ],
  findings: [],
};
const OLD: Scene = { folders: { '.': 'files' }, prepared: { options: {}, findings: [], imported } };

describe('the quick path', () => {
  it.each<[what: string, typed: readonly Typed[], scene: Scene, folder: string, adopt: boolean]>([
    [
      'an empty folder',
      [
        ['Where should', ENTER],
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      {},
      '.',
      false,
    ],
    [
      'a folder that was named',
      [
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      NEW,
      'shop',
      false,
    ],
    [
      'a repository',
      [
        ['Where should', ENTER],
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      OLD,
      '.',
      true,
    ],
    [
      'a repository, with --adopt',
      [
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      { ...OLD, said: { folder: '.', adopt: true } },
      '.',
      true,
    ],
    [
      'a new folder',
      [
        ['Where should', down(1)],
        ['its folder too', `store${ENTER}`],
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      {},
      'store',
      false,
    ],
  ])('%s: six keys at most', async (_, typed, scene, folder, adopt) => {
    const { answers, error } = await asked(typed, scene);
    expect(error).toBeUndefined();
    expect(answers).toMatchObject({ folder, adopt, end: 'create' });
    const keys = typed.filter(([, text]) => text === ENTER || text?.startsWith(DOWN)).length;
    expect(keys).toBeLessThanOrEqual(6);
  });

  it('a folder in which nothing is an application is not adopted unless somebody says so', async () => {
    const scene: Scene = { folders: { '.': 'files' } };
    const rest: readonly Typed[] = [
      ['Start with', ENTER],
      ['Create it?', ENTER],
    ];
    const elsewhere = await asked([['Where should', ENTER], ['its folder too', `store${ENTER}`], ...rest], scene);
    expect(elsewhere.answers).toMatchObject({ folder: 'store', adopt: false });
    expect(elsewhere.out).toContain('Here, beside its files');
    expect(elsewhere.out).not.toContain('Adopt');
    const named = await asked([['Where should', ENTER], ...rest], { ...scene, said: { folder: '.' } });
    expect(named.answers).toMatchObject({ folder: '.', adopt: true });
  });

  it('does not wait for Docker with the first question, and tells of it with a later one', async () => {
    let answers: (facts: undefined) => void = () => undefined;
    const late = new Promise<undefined>((resolve) => (answers = resolve));
    const { probes } = surroundings({});
    const slow = { ...probes, docker: () => late };
    const typed: readonly Typed[] = [
      ['Where should', ENTER],
      ['Start with', ENTER],
      ['Create it?', ENTER],
    ];
    setTimeout(() => answers(undefined), 300);
    const { out, error } = await asked(typed, {}, { probes: slow });
    expect(error).toBeUndefined();
    expect(out.indexOf('No Docker Engine answers')).toBeGreaterThan(out.indexOf('Where should'));
    expect(out.match(/No Docker Engine answers/g)).toHaveLength(1);
  });

  it('moves ports that are taken, and says who has them', async () => {
    const used = { 5433: 'container shop-db (project shop)', 5434: 'postgres (pid 812)' };
    const { answers, out } = await asked(
      [
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      { ...NEW, used },
    );
    expect(answers!.options.services).toEqual({ postgres: { devPort: 5435 } });
    expect(out.replaceAll(/\n│ {2}/g, ' ')).toContain(
      '5433 is used by container shop-db (project shop): services.postgres.devPort is 5435.',
    );
  });

  it('leaves a port that was said, and says who has it', async () => {
    const said = { folder: 'shop', options: { services: { postgres: { devPort: 5433 } } } };
    const { answers, out } = await asked(
      [
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      {
        said,
        used: { 5433: 'container shop-db (project shop)' },
      },
    );
    expect(answers!.options).toMatchObject(said.options);
    expect(out).toContain('5433 is used by container shop-db (project shop). Next free: 5434.');
  });

  it('takes over what a Compose file says', async () => {
    const { answers } = await asked(
      [
        ['Where should', ENTER],
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      OLD,
    );
    expect(answers!.options).toEqual({ name: 'shop', ...imported.options });
  });
});

describe('every question has an answer that is written', () => {
  it('Enter at all of them changes nothing', async () => {
    const { answers, out, error } = await asked(through({}), NEW);
    expect(error).toBeUndefined();
    expect(answers!.options).toEqual({ name: 'shop' });
    expect(out).toContain('shop · 1/2  Start with that?');
    expect(out).toContain('shop · 2/6  What is to run?');
    expect(out).toContain('shop · 6/6  Create it?');
  });

  it.each<[question: string, answer: string | readonly Typed[], options: object]>([
    ['What is to run?', down(3), { preset: 'plan' }],
    ['Containers in production', `4${ENTER}`, { services: { backend: { replicas: 4 } } }],
    ['Python packages', down(1), { python: { packageManager: 'poetry' } }],
    ['Node packages', down(2), { node: { packageManager: 'yarn' } }],
    ['HTTPS', down(1), { tls: true }],
    ['Production runs on', down(1), { target: 'swarm' }],
    ['Which ports', `8080${ENTER}`, { services: { frontend: { port: 8080 } } }],
    ['Which ports', `${DOWN.repeat(3)}none${ENTER}`, { services: { postgres: { devPort: false } } }],
    ['Which ports', `${DOWN.repeat(4)}auto${ENTER}`, { services: { redis: { devPort: 1024 } } }],
    ['What does the production host have?', `\u001B[A${ENTER}`, { host: { production: { cpus: 2, memory: '4G' } } }],
    [
      'What does the production host have?',
      [
        ['What does the production host have?', down(1)],
        ['Memory and processors', `${'\u007F'.repeat(9)}16g/8cpu${ENTER}`],
      ],
      { host: { production: { cpus: 8, memory: '16G' } } },
    ],
    [
      'machine of a developer',
      `${'\u001B[A'.repeat(4)}${ENTER}`,
      { host: { development: { cpus: 4, memory: '7884M' } } },
    ],
    ['in production', `${LEFT}${ENTER}`, { services: { frontend: { limits: { production: { memory: '240M' } } } } }],
    [
      'in development',
      `${DOWN}c${LEFT}${ENTER}`,
      { services: { backend: { limits: { development: { cpus: 1.5 } } } } },
    ],
  ])('%s %j', async (question, answer, options) => {
    const { answers, error } = await asked(through({ [question]: answer }), NEW);
    expect(error).toBeUndefined();
    expect(answers!.options).toEqual({ name: 'shop', ...options });
  });

  it('what is picked brings what it needs, and says why', async () => {
    const way = through({
      'What is to run?': [
        ['What is to run?', down(4)],
        // All off, and the worker on.
        ['Which services?', `a${DOWN.repeat(5)} ${ENTER}`],
      ],
    });
    const { answers, out } = await asked(
      way.filter(([question]) => question !== 'Node packages' && question !== 'HTTPS'),
      NEW,
    );
    expect(answers!.options.services).toEqual({
      frontend: false,
      postgres: false,
      migrate: false,
      'celery-beat': false,
      'backend-debug': false,
    });
    expect(out).toContain("API added. Celery worker needs it: it runs the backend's image.");
    expect(out).toContain('Redis added. Celery worker needs it: Redis holds the queue of its tasks.');
  });

  it('what was said is not asked again', async () => {
    const options = { services: { redis: { persist: false } }, tls: true, host: { production: { memory: '16G' } } };
    const left = ['What is to run?', 'HTTPS', 'What does the production host have?'];
    const { answers, out } = await asked(
      through({}).filter(([question]) => !left.includes(question)),
      { said: { folder: 'shop', options } },
    );
    expect(answers!.options).toEqual({ name: 'shop', ...options });
    for (const question of ['What is to run?', 'Serve HTTPS', 'the production host have?'])
      expect(out).not.toContain(question);
  });

  it('a folder whose name cannot be that of a project: one is asked for', async () => {
    const { answers, out } = await asked(
      [
        ['The name of the project', `${'\u007F'.repeat(9)}9${ENTER}`],
        ['It must be', `\u007Fstore${ENTER}`],
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      { said: { folder: '9' } },
    );
    expect(answers).toMatchObject({ folder: '9', options: { name: 'store' } });
    expect(out).toContain('It must be up to 40 lower-case letters');
  });

  it('a new folder that is there already is refused', async () => {
    const { answers, out } = await asked(
      [
        ['Where should', down(1)],
        ['its folder too', `old${ENTER}`],
        ['is there already', `er${ENTER}`],
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      { folders: { old: 'files' } },
    );
    expect(answers!.folder).toBe('older');
    expect(out).toContain('old is there already, with files in it.');
  });
});

describe('ports and limits that cannot be', () => {
  it.each<[what: string, keys: string, message: string]>([
    ['no port', `99999${ENTER}`, 'Use a whole number from 1 to 65535.'],
    ['a port that cannot be left out', `none${ENTER}`, 'Use a whole number from 1 to 65535.'],
    [
      'one that is used',
      `${DOWN.repeat(3)}5432${ENTER}`,
      '5432 is used by container shop-db (project shop). Next free: 5433.',
    ],
    ['one that two want', `${DOWN.repeat(3)}8000${ENTER}`, 'services.backend.devPort is 8000 as well'],
  ])('%s', async (_, keys, message) => {
    const used = { 5432: 'container shop-db (project shop)' };
    const way = through({
      'Which ports': [
        ['Which ports', keys],
        [message.slice(0, 30), null],
      ],
    });
    const { error, out } = await asked(way, { ...NEW, used });
    expect(error).toBe('Cancelled');
    expect(out.replaceAll(/\n│ {6}/g, ' ')).toContain(message);
  });

  it('over the budget nothing goes on, and r fits it', async () => {
    const way = through({
      'What does the production host have?': `${'\u001B[A'.repeat(2)}${ENTER}`,
      'in production': [
        ['in production', ENTER],
        ['It would not start so', 'r'],
        ['1664', ENTER],
      ],
    });
    const { answers, out } = await asked(way, NEW);
    expect(out.replaceAll(/\n│ {2}/g, ' ')).toContain('3328/1664 MiB (384 kept for the system, 1664 too much)');
    expect(answers!.options).toMatchObject({
      host: { production: { cpus: 2, memory: '2G' } },
      services: { postgres: { limits: { production: { memory: '448M' } } } },
    });
  });

  const SMALL = `${'\u001B[A'.repeat(3)}${ENTER}`;
  const INSIST: readonly Typed[] = [
    ['in production', ENTER],
    ['It would not start so', ENTER],
  ];
  // From the last one, on which the cursor is, around to the first.
  const WAYS = { keep: 0, host: 2, services: 3 } as const;

  it.each<[what: string, typed: readonly Typed[], options: object]>([
    [
      'another host',
      [
        ['What now?', down(WAYS.host)],
        ['production host have?', `${DOWN.repeat(3)}${ENTER}`],
        ['in production', ENTER],
        ['in development', ENTER],
        ['Create it?', ENTER],
      ],
      { host: { production: { cpus: 4, memory: '8G' } } },
    ],
    [
      'fewer services',
      [
        ['What now?', down(WAYS.services)],
        // All off, and the front end on.
        ['Which services?', `a ${ENTER}`],
        ['in production', ENTER],
        ['in development', ENTER],
        ['Create it?', ENTER],
      ],
      { services: { backend: false, redis: false } },
    ],
    [
      'going on all the same: it is not created, and can be saved',
      [
        ['What now?', down(WAYS.keep)],
        ['in development', ENTER],
        ['It cannot be created so.', down(1)],
      ],
      { host: { production: { cpus: 1, memory: '1G' } } },
    ],
  ])('a host that nothing fits into has a way out: %s', async (_, typed, options) => {
    const before = through({ 'What does the production host have?': SMALL, 'in production': INSIST });
    const upTo = before.findIndex(([question]) => question === 'in development');
    const { answers, error } = await asked([...before.slice(0, upTo), ...typed], NEW);
    expect(error).toBeUndefined();
    expect(answers!.options).toMatchObject(options);
  });

  it('from the ways out, Esc leads back to the limits', async () => {
    const way = through({
      'What does the production host have?': SMALL,
      'in production': [...INSIST, ['What now?', ESC], ['in production', null]],
    });
    expect((await asked(way, NEW)).error).toBe('Cancelled');
  });

  it('a limit below what a program needs blocks, too', async () => {
    const way = through({
      'in production': [
        ['in production', `${DOWN.repeat(3)}${LEFT.repeat(15)}`],
        ['redis does not run', ENTER],
        ['It would not start so', null],
      ],
    });
    const { error, out } = await asked(way, NEW);
    expect(error).toBe('Cancelled');
    expect(out).toContain('✗ redis does not run in 16M.');
  });
});

describe('going back', () => {
  it('from the last question to the first and on again, all answers are kept', async () => {
    const back = (question: string): Typed => [question, ESC];
    const way: readonly Typed[] = [
      CUSTOM,
      ['What is to run?', down(1)],
      ['Containers in production', `3${ENTER}`],
      ['Python packages', down(1)],
      ['Node packages', down(1)],
      ['HTTPS', down(1)],
      ['Production runs on', ENTER],
      ['Which ports', `8080${ENTER}`],
      ['What does the production host have?', `\u001B[A${ENTER}`],
      ['machine of a developer', ENTER],
      ['in production', ENTER],
      ['in development', `${LEFT}${ENTER}`],
      ...[
        'Create it?',
        'in development',
        'in production',
        'machine of a developer',
        'What does the production',
        'Which ports',
        'Production runs on',
        'HTTPS',
        'Node packages',
        'Python packages',
        'Containers in production',
        'What is to run?',
        'Start with that?',
      ].map(back),
      // There is none before the first.
      ['Start with that?', ENTER],
      ...THROUGH,
    ];
    const { answers, error } = await asked(way, NEW);
    expect(error).toBeUndefined();
    expect(answers!.options).toEqual({
      name: 'shop',
      services: {
        redis: false,
        'celery-worker': false,
        'celery-beat': false,
        backend: { replicas: 3 },
        frontend: { port: 8080, limits: { development: { memory: '992M' } } },
      },
      python: { packageManager: 'poetry' },
      node: { packageManager: 'pnpm' },
      tls: true,
      host: { production: { cpus: 2, memory: '4G' } },
    });
  });

  it.each([
    ['Shift-Tab', SHIFT_TAB],
    ['Esc', ESC],
  ])('%s, from a list, a table and a text', async (_, key) => {
    const way: readonly Typed[] = [
      ['Where should', down(1)],
      ['its folder too', key],
      // What was answered is under the cursor.
      ['Where should', ENTER],
      ['its folder too', `store${ENTER}`],
      CUSTOM,
      ['What is to run?', ENTER],
      ['Containers in production', key],
      ['What is to run?', key],
      ['Start with that?', `${'\u001B[A'}${ENTER}`],
      ['Create it?', ENTER],
    ];
    const { answers, error } = await asked(way);
    expect([error, answers?.folder]).toEqual([undefined, 'store']);
  });
});

describe('leaving', () => {
  const here = (keys: string | null, question = 'Start with that?'): readonly Typed[] =>
    question === 'Start with that?'
      ? [[question, keys]]
      : [
          CUSTOM,
          ...THROUGH.slice(
            0,
            THROUGH.findIndex(([one]) => one === question),
          ),
          [question, keys],
        ];

  it.each<[what: string, typed: readonly Typed[]]>([
    ['^C', here('\u0003')],
    ['Ctrl-D', here('\u0004')],
    ['the end of the input', here(null)],
    ['^C in a table', here('\u0003', 'Containers in production')],
    ['Ctrl-D in a table', here('\u0004', 'Which ports')],
    ['^C over the limits', here('\u0003', 'in production')],
    ['Ctrl-D over the limits', here('\u0004', 'in production')],
    ['Cancel, at the first question', [['Where should', down(2)]]],
    [
      'Cancel, at the last question',
      [
        ['Start with that?', ENTER],
        ['Create it?', down(5)],
      ],
    ],
  ])('%s', async (what, typed) => {
    const { error, out } = await asked(typed, what.includes('first') ? {} : NEW);
    expect(error).toBe('Cancelled');
    expect(out).not.toContain('undefined');
  });

  it('where something outside says so', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    expect(await asked([], NEW, { stop: controller.signal })).toMatchObject({ error: 'Cancelled' });
  });

  it('where the input had ended before', async () => {
    const input = new PassThrough();
    input.end().resume();
    await once(input, 'end');
    expect(await asked([], NEW, { input })).toMatchObject({ error: 'Cancelled' });
  });
});

describe('what is in the folder', () => {
  it.each<[what: string, keys: readonly Typed[], options: object]>([
    ['yes', [['Take over what compose.yaml', ENTER]], imported.options],
    ['no', [['Take over what compose.yaml', down(2)]], {}],
    [
      'pick',
      [
        ['Take over what compose.yaml', down(1)],
        ['What is taken over?', ` ${ENTER}`],
      ],
      { services: { redis: { devPort: 6380 } }, images: { postgres: 'postgres:15-alpine' } },
    ],
  ])('is imported: %s', async (_, keys, options) => {
    const { answers, out } = await asked([['Where should', ENTER], CUSTOM, ...keys, ...THROUGH], OLD);
    expect(answers!.options).toEqual({ name: 'shop', ...options });
    expect(out).toContain('services.postgres.devPort = 5555 (compose.yaml:12)');
    expect(out).toContain('! services.api.devices is not taken over: a container has no devices here');
  });

  it('is told in a line, with what it means for a hardened stack', async () => {
    const prepared = {
      options: { python: { packageManager: 'poetry' } },
      findings: [
        {
          code: 'trusted-hosts',
          severity: 'warning',
          message: 'The health check is refused.',
          hint: 'Add 127.0.0.1.',
          evidence: { file: 'main.py' },
        },
      ],
      detected: {
        backend: {
          folder: { value: 'api', sure: 'certain', evidence: { file: 'api/pyproject.toml' } },
          packageManager: { value: 'poetry', sure: 'certain', evidence: { file: 'api/poetry.lock' } },
          fastapiVersion: { value: '0.115', sure: 'certain', evidence: { file: 'api/poetry.lock' } },
          app: {
            value: { module: 'src.main', attribute: 'app', factory: false },
            sure: 'certain',
            evidence: { file: 'api/src/main.py' },
          },
          health: [],
          variables: [],
          writes: [],
          dependencies: [],
          rivals: [],
        },
        frontend: {
          folder: { value: 'web', sure: 'certain', evidence: { file: 'web/package.json' } },
          framework: { value: 'vite', sure: 'certain', evidence: { file: 'web/vite.config.ts' } },
          proxied: [],
          passedTo: [],
          rivals: [],
          variables: [],
        },
        files: { dockerfiles: [], compose: ['docker-compose.yml'], proxies: [], env: [], workflows: [] },
      },
    } as const;
    const { answers, out } = await asked(
      [
        ['Where should', ENTER],
        ['Start with', ENTER],
        ['Create it?', ENTER],
      ],
      { folders: { '.': 'files' }, prepared },
    );
    expect(out.replaceAll(/\n│ {2}/g, ' ')).toContain(
      '✓ api/poetry.lock → Poetry · fastapi 0.115, src.main:app in api · web/vite.config.ts → Vite · docker-compose.yml · Docker 28.1, 4 CPU, 7.7 GiB',
    );
    expect(out).toContain('! The health check is refused. Add 127.0.0.1.');
    expect(answers!.options).toEqual({ name: 'shop', python: { packageManager: 'poetry' } });
  });
});

describe('the last question', () => {
  const START: Typed = ['Start with that?', ENTER];

  it.each<[what: string, typed: readonly Typed[], shown: string]>([
    [
      'the files',
      [
        ['Create it?', down(2)],
        ['docker-compose.yml', ENTER],
      ],
      '+ docker-compose.yml',
    ],
    [
      'the lines',
      [
        ['Create it?', down(3)],
        ['+services:', ENTER],
      ],
      '+services:',
    ],
  ])('shows %s, and comes again', async (_, typed, shown) => {
    const { answers, out } = await asked([START, ...typed.slice(0, 1), [typed[1]![0], ''], ['Create it?', ENTER]], NEW);
    expect(answers!.end).toBe('create');
    expect(out).toContain(shown);
  });

  it('saves the options', async () => {
    expect((await asked([START, ['Create it?', down(4)]], NEW)).answers).toMatchObject({ end: 'save', folder: 'shop' });
  });

  it('leads to one part, and back', async () => {
    const { answers, error } = await asked(
      [
        START,
        ['Create it?', down(1)],
        ['Which part?', down(1)],
        ['Which ports', `8080${ENTER}`],
        ['Create it?', ENTER],
      ],
      NEW,
    );
    expect([error, answers?.options]).toEqual([undefined, { name: 'shop', services: { frontend: { port: 8080 } } }]);
  });

  it('tells why nothing can be created, and offers no such thing', async () => {
    const { out, error } = await asked([START, ['It cannot be created so.', null]], {
      ...NEW,
      problems: ['✗ Dockerfile: in the way'],
    });
    expect(error).toBe('Cancelled');
    expect(out).toContain('✗ Dockerfile: in the way');
    expect(out).not.toMatch(/[●○] Create$/m);
  });
});
