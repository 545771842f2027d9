import { describe, expect, it } from 'vitest';
import { catalog, defineQuestions, defineRule, defineService, from, loadOptions, renderStack } from '../src/index.js';
import type { AnyService } from '../src/model/service.js';
import { serviceContract } from '../src/testing.js';
import { compose, PRODUCTION } from './support/rendering.js';

/** A service of somebody else: what the documents show. */
const mailpit = defineService({
  id: 'mailpit',
  title: 'Mailpit',
  summary: 'Catches the mail that the application sends',
  tier: 'data',
  questions: defineQuestions({
    devPort: { kind: 'port', message: 'Port of its web page in development', default: 8025, optional: true },
    keep: { kind: 'number', message: 'Messages that it keeps', default: 500, min: 1, max: 100_000, integer: true },
  }),
  needs: [],
  limits: { production: { cpus: 0.25, memory: '64M' }, development: { cpus: 0.25, memory: '64M' } },
  minimumMemory: '32M',
  variables: () => [
    {
      name: 'MAILPIT_TOKEN',
      section: 'Security',
      about: 'Who may read the mail.',
      secret: true,
      development: 'development-mailpit-token',
      production: { kind: 'required', example: '' },
    },
  ],
  gives: () => ({ SMTP_URL: 'smtp://mailpit:1025' }),
  container: ({ answers, environment }) => ({
    image: { pull: 'axllent/mailpit:v1.27' },
    port: 1025,
    env: { MP_MAX_MESSAGES: String(answers.keep), MP_TOKEN: from('MAILPIT_TOKEN') },
    publish:
      environment === 'production' || answers.devPort === false
        ? []
        : [{ host: answers.devPort, container: 8025, about: 'Mail', option: ['services', 'mailpit', 'devPort'] }],
    tmpfs: [{ target: '/tmp', size: 16 }],
    healthcheck: { test: { exec: ['/mailpit', 'readyz'] }, interval: 15, timeout: 5, retries: 3, startPeriod: 10 },
    networks: ['data'],
    user: '10002:10002',
  }),
  docs: () => 'Nothing leaves it.',
});

describe.each([...catalog, mailpit].map((definition) => [definition.id, definition] as const))(
  '%s',
  (_, definition) => {
    for (const { name, run } of serviceContract(definition)) it(name, run);
  },
);

describe('a service of somebody else', () => {
  it('is part of the stack like any other', () => {
    const { stack, diagnostics } = loadOptions(
      { name: 'shop', services: { mailpit: { keep: 7 } } },
      { catalog: [...catalog, mailpit] },
    );
    expect(diagnostics).toEqual([]);
    const text = (path: string): string => renderStack(stack!).find((file) => file.path === path)!.content;
    const { services } = compose(text(PRODUCTION));
    expect(services.mailpit).toMatchObject({
      image: 'axllent/mailpit:v1.27',
      environment: { MP_MAX_MESSAGES: '7', MP_TOKEN: '${MAILPIT_TOKEN:?run init-env.sh production}' },
      read_only: true,
      cap_drop: ['ALL'],
      networks: ['data'],
      deploy: { resources: { limits: { cpus: '0.25', memory: '64M' } } },
    });
    expect(services.backend!.environment!.SMTP_URL).toBe('smtp://mailpit:1025');
    expect(text('.env.example')).toMatch(/^MAILPIT_TOKEN=$/m);
    expect(text('scripts/init-env.sh')).toContain('MAILPIT_TOKEN');
  });

  it('is unknown where the catalogue does not have it', () => {
    const { diagnostics } = loadOptions({ name: 'shop', services: { mailpit: true } });
    expect(diagnostics.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual(['unknown-key services.mailpit']);
  });
});

type Broken = Partial<AnyService>;
const container = (more: object): Broken => ({
  container: (context) => ({ ...mailpit.container(context as never), ...more }),
});
const question = (more: object): Broken => ({ questions: { ...mailpit.questions, ...more } });
const variable = (more: object): Broken => ({
  variables: (context) => mailpit.variables!(context as never).map((one) => ({ ...one, ...more })),
});
const rule = defineRule({ code: 'subnet', severity: 'error', about: 'Twice.', check: () => [] });

const BROKEN: readonly (readonly [check: string, broken: Broken, message: string])[] = [
  ['has a name of its own', { id: 'Mail_pit' }, 'its id is no label of DNS'],
  ['has a name of its own', { id: 'redis' }, 'another service has its id'],
  ['has a name of its own', { summary: 'two\nlines' }, 'title and summary must be one line each'],
  ['needs what exists', { needs: [{ service: 'smtp', because: 'it sends' }] }, 'it needs smtp, which is no service'],
  ['needs what exists', { needs: [{ service: 'redis', until: 'healthy' }] }, 'it does not say why it needs redis'],
  ['needs what exists', { needs: [{ service: 'mailpit', optional: true }] }, 'it waits for itself'],
  [
    'needs what exists',
    {
      id: 'celery-beat',
      needs: [
        { service: 'celery-worker', because: 'it sends' },
        { service: 'celery-beat', because: 'it beats' },
      ],
    },
    'it waits for itself',
  ],
  [
    'waits for what can come',
    { needs: [{ service: 'redis', until: 'completed', optional: true }] },
    'which does not end',
  ],
  [
    'waits for what can come',
    { needs: [{ service: 'migrate', until: 'healthy', optional: true }] },
    'which has no health check',
  ],
  [
    'waits for what can come',
    { needs: [{ service: 'backend-debug', until: 'healthy', optional: true }] },
    'which is not in production',
  ],
  ['has limits above its minimum', { minimumMemory: '128M' }, '64M in development is below its minimum'],
  ['has limits above its minimum', { minimumMemory: 'lots' }, 'minimumMemory "lots" is no size'],
  [
    'asks questions that can be answered',
    question({ x: { kind: 'confirm', message: '', default: true } }),
    'x has no message',
  ],
  [
    'asks questions that can be answered',
    question({ x: { kind: 'text', message: 'X?', default: 'a', pattern: /a/, must: 'an a' } }),
    'the pattern of x must begin with ^',
  ],
  [
    'asks questions that can be answered',
    question({ limits: { kind: 'confirm', message: 'X?', default: true } }),
    'limits is asked of every service',
  ],
  [
    'stands, with every default',
    question({ x: { kind: 'select', message: 'X?', options: ['a'], default: 'b' } }),
    'services.mailpit.x: "b" is not valid here.',
  ],
  [
    'stands, with every default',
    question({ x: { kind: 'text', message: 'X?', pattern: /^a$/, must: 'an a' } }),
    'services.mailpit.x: It is missing.',
  ],
  ['is on a network, from an image with a tag', container({ networks: [] }), 'it is on no network'],
  ['is on a network, from an image with a tag', container({ summary: 'a\nb' }), 'its summary must be one line'],
  [
    'is on a network, from an image with a tag',
    container({ image: { pull: 'axllent/mailpit' } }),
    'axllent/mailpit has no tag',
  ],
  ['has a health check', container({ healthcheck: undefined }), "describe one, or say 'none'"],
  [
    'shows no secret',
    container({ command: ['x', '--token=development-mailpit-token'] }),
    'the value of MAILPIT_TOKEN is in its command',
  ],
  [
    'shows no secret',
    container({ command: ['x', '--token=${MAILPIT_TOKEN}'] }),
    'MAILPIT_TOKEN is in its command, which no shell reads',
  ],
  ['shows no secret', container({ env: { TOKEN: 'development-mailpit-token' } }), 'take it from the variable'],
  [
    'writes only where it may',
    container({ binds: [{ source: 'mail', target: '/mail', readOnly: false }] }),
    'take a volume or a tmpfs',
  ],
  [
    'writes only where it may',
    container({ binds: [{ source: '../mail', target: '/mail', readOnly: true }] }),
    'outside of the project',
  ],
  [
    'writes only where it may',
    container({
      tmpfs: [
        { target: '/tmp', size: 1 },
        { target: '/tmp', size: 2 },
      ],
    }),
    'two things are mounted in one place',
  ],
  ['takes variables that are brought', container({ env: { A: from('NOBODYS') } }), 'no service brings NOBODYS'],
  [
    'brings variables that are taken',
    variable({ production: { kind: 'optional', fallback: 'a' } }),
    'MAILPIT_TOKEN is a secret: required',
  ],
  [
    'brings variables that are taken',
    {
      variables: () => [
        {
          name: 'MAILPIT_TOKEN',
          section: 'API',
          about: 'A.',
          development: 'a',
          minimumLength: 9,
          production: { kind: 'optional', fallback: '' },
        },
      ],
    },
    'MAILPIT_TOKEN has a length',
  ],
  ['brings variables that are taken', variable({ name: 'SECRET_KEY' }), "SECRET_KEY is another service's, and said"],
  ['brings variables that are taken', container({ env: {} }), 'nothing takes MAILPIT_TOKEN'],
  [
    'publishes ports that can be changed',
    container({ publish: [{ host: 8025, container: 8025, about: 'Mail', option: ['services', 'mailpit', 'keep'] }] }),
    'services.mailpit.keep does not say port 8025',
  ],
  ['is documented in a paragraph', { docs: () => 'One.\n\nTwo.' }, 'not one paragraph'],
  ['has rules with codes of their own', { rules: [rule] }, 'subnet is a code of another rule'],
  ['is rendered', container({ image: { of: 'redis' } }), 'redis builds no image'],
];

describe('finds what is wrong:', () => {
  it.each(BROKEN)('%s: %#', (name, broken, message) => {
    const definition = { ...mailpit, ...broken } as AnyService;
    const check = serviceContract(definition).find((one) => one.name === name)!;
    expect(check.run).toThrow(message);
  });

  it('can be left out', () => {
    const needy = {
      ...mailpit,
      id: 'needy',
      variables: () => [],
      container: (context) => ({ ...mailpit.container(context as never), env: { A: from('MAILPIT_TOKEN') } }),
    } as AnyService;
    const check = serviceContract(mailpit, { catalog: [...catalog, needy] }).find(
      ({ name }) => name === 'can be left out',
    )!;
    expect(check.run).toThrow('No service brings the variable MAILPIT_TOKEN');
  });

  it('with every check', () => {
    const shown = [...BROKEN.map(([name]) => name), 'can be left out'];
    expect([...new Set(shown)].toSorted()).toEqual(
      serviceContract(mailpit)
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});
