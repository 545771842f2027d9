import { describe, expect, it } from 'vitest';
import type { Typed } from '../run-main.js';
import { asked, type Scene } from './support.js';

const NEW: Scene = { said: { folder: 'shop' } };
const PLAIN = { env: { TERM: 'dumb' } };
/** A line. */
const line = (text = ''): string => `${text}\n`;

const BACK: Typed = ['API. Enter', line('back')];
const CUSTOM: Typed = ['Start with that?', line('2')];
const TO_PORTS: readonly Typed[] = [
  CUSTOM,
  ...[
    'What is to run?',
    'API. Enter',
    'Celery worker. Enter',
    'Python packages',
    'Node packages',
    'HTTPS, with',
    'Production runs on',
  ].map((question): Typed => [question, line()]),
];
const PORTS: readonly Typed[] = [
  'HTTP port',
  'Front end · Port in dev',
  'API · Port',
  'PostgreSQL · Port',
  'Redis · Port',
  'under the debugger',
  'editor attaches',
].map((question): Typed => [`${question}`, line()]);
const HOSTS: readonly Typed[] = ['production host have?', 'of a developer'].map((question): Typed => [
  question,
  line(),
]);

describe('line by line', () => {
  it('says everything in whole lines, in words, and moves no cursor', async () => {
    const { answers, out } = await asked(
      [
        ['Start with', line()],
        ['Create it?', line()],
      ],
      NEW,
      PLAIN,
    );
    expect(answers).toMatchObject({ folder: 'shop', options: { name: 'shop' }, end: 'create' });
    expect(out).not.toMatch(/[^\n\u0020-\u007E]/);
    expect(out).toMatchInlineSnapshot(`
      "v Docker 28.1, 4 CPU, 7.7 GiB
      Type back at any question to go to the one before it. Ctrl-C or Ctrl-D leaves, and nothing is written.
      hardened: Front end, API, PostgreSQL, Redis, Migrations, Celery worker, Celery beat, Debugger - ports 80, 8000, 5433, 8001, 5678 - for a host with 4 CPU and 8G
      Question 1 of 2, shop. Start with that?
      1. Use these defaults
      2. Customise: services, ports, hosts and limits
      A number, or Enter for 1. Or back.
      > Front end, port 80: React application, built by Vite, served by nginx, which passes the API on
      API, 2 of them: FastAPI application
      PostgreSQL: The database
      Redis: In-memory cache and queue
      Migrations: Brings the database to the schema of the code, once, before anything else starts
      Celery worker: Runs tasks in the background
      Celery beat: Sends scheduled tasks, as exactly one container

      + 2 new files
      ~ 1 file changed: .gitignore
      Question 2 of 2, shop. Create it?
      1. Create
      2. Change something
      3. Show the files
      4. Show line by line what is written
      5. Save the options and quit
      6. Cancel
      A number, or Enter for 1. Or back.
      > "
    `);
  });

  it.each<[what: string, typed: readonly Typed[], shown: string]>([
    ['a number', [CUSTOM, ['What is to run?', line('4')], BACK], 'A number, or Enter for 4. Or back.'],
    ['the value itself', [CUSTOM, ['What is to run?', line('plan')], BACK], 'A number, or Enter for 4. Or back.'],
    [
      'back, and another answer',
      [
        CUSTOM,
        ['What is to run?', line('back')],
        ['Start with that?', line('2')],
        ['What is to run?', line('4')],
        BACK,
      ],
      'A number, or Enter for 4. Or back.',
    ],
    [
      'a port that is used, and then another one',
      [...TO_PORTS, ...PORTS.slice(0, 3), ['PostgreSQL · Port', line('5432')], ['Next free: 5433', line('5434')]],
      '5432 is used by container shop-db (project shop). Next free: 5433.\n> Redis',
    ],
    [
      'back to the line before',
      [...TO_PORTS, ...PORTS.slice(0, 2), ['API · Port', line('8010')], ['PostgreSQL · Port', line('<')]],
      'API · Port in development. Enter for 8010.',
    ],
    [
      'limits that fit, after some that do not',
      [
        ...TO_PORTS,
        ...PORTS,
        ['production host have?', line('3')],
        ['of a developer', line()],
        ['r to rebalance', line()],
        ['It would not start so', line('r')],
        ['r to rebalance', line('4=96M')],
      ],
      '4. Redis: 96 MiB, 0.25 CPU',
    ],
    [
      'a word that is none',
      [CUSTOM, ['What is to run?', line('everything')], ['Type a number from 1 to 5', line('2')]],
      'Type a number from 1 to 5.\n> Question 2 of 6, shop. Containers in production',
    ],
  ])('takes %s', async (_, typed, shown) => {
    const used = { 5432: 'container shop-db (project shop)' };
    const { error, out } = await asked([...typed, ['> ', null]], { ...NEW, used }, { plain: true, env: {} });
    // All that was typed was asked for, and then the input ended.
    expect(error).toBe('Cancelled');
    expect(out).toContain(shown);
  });

  it('every question, to the end', async () => {
    const { answers, error } = await asked(
      [
        ...TO_PORTS,
        ...PORTS,
        ...HOSTS,
        ['Limits of each container in production', line('1=1G')],
        ['1. Front end: 1024 MiB', line()],
        ['Limits of each container in development', line()],
        ['Create it?', line()],
      ],
      NEW,
      { plain: true, env: {} },
    );
    expect(error).toBeUndefined();
    expect(answers!.options).toEqual({
      name: 'shop',
      services: { frontend: { limits: { production: { memory: '1G' } } } },
    });
  });

  it('the end of the input leaves', async () => {
    expect(await asked([['Start with', null]], NEW, PLAIN)).toMatchObject({ error: 'Cancelled' });
  });

  it('Esc on a line of its own goes back', async () => {
    const typed: readonly Typed[] = [
      CUSTOM,
      ['What is to run?', line('\u001B')],
      ['Start with that?', line('1')],
      ['Create it?', line('5')],
    ];
    expect((await asked(typed, NEW, PLAIN)).answers).toMatchObject({ end: 'save' });
  });
});
