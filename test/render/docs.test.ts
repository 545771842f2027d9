import { check } from 'prettier';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { postgresSettings } from '../../src/model/sizing.js';
import { FORMULAS } from '../../src/render/docs/sizing.js';
import { anchor, code, prose, table } from '../../src/render/docs/markdown.js';
import { startOrder } from '../../src/render/docs/facts.js';
import { rendering, type Rendering } from '../support/rendering.js';

const DOCUMENT = 'docs/docker-architecture.md';
const OVERRIDE = 'docker-compose.override.yml';
const off = (...ids: readonly string[]) => ({ services: Object.fromEntries(ids.map((id) => [id, false])) });

const CASES: readonly (readonly [title: string, options: object])[] = [
  ['everything', {}],
  ['plan', { preset: 'plan', tls: true, network: { subnet: '172.28.0.0/16' } }],
  ['API alone', off('frontend', 'redis', 'celery-worker', 'celery-beat')],
  ['no database', off('postgres', 'migrate')],
  ['front end alone', off('backend', 'postgres', 'redis', 'migrate', 'celery-worker', 'celery-beat', 'backend-debug')],
  ['database alone', off('frontend', 'backend', 'redis', 'migrate', 'celery-worker', 'celery-beat', 'backend-debug')],
  [
    'poetry, pnpm, a registry',
    {
      registry: 'ghcr.io/acme',
      tls: true,
      domain: 'shop.example.com',
      python: { packageManager: 'poetry' },
      node: { packageManager: 'pnpm' },
    },
  ],
  ['a title that is no plain text', { title: '1. *Größe*  [x] `y` _z_ a_b #1 | ~日' }],
];
const cases = CASES.map(([title, options]) => [title, rendering({ name: 'shop', ...options })] as const);
const everything = cases[0]![1];

const headings = (text: string): readonly string[] =>
  [...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading]) => heading!);
const links = (text: string): readonly string[] => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!);

describe.each(cases)('%s', (_, it_) => {
  it.each([DOCUMENT, 'README.md', OVERRIDE])('%s is as Prettier leaves it', async (path) => {
    expect(await check(it_.text(path), { filepath: path })).toBe(true);
  });

  it('links to what is there', () => {
    const text = it_.text(DOCUMENT);
    const anchors = headings(text).map(anchor);
    expect(new Set(anchors.filter((name) => links(text).includes(`#${name}`))).size).toBe(
      new Set(links(text).filter((link) => link.startsWith('#'))).size,
    );
    for (const link of links(it_.text('README.md')).filter((target) => !target.startsWith('http')))
      expect(it_.paths).toContain(link);
  });

  it('lists every section in its table of contents', () => {
    const text = it_.text(DOCUMENT);
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading).slice(1);
    expect([...text.matchAll(/^\d+\. \[(.+)\]\(#/gm)].map(([, title]) => title)).toEqual(sections);
  });

  it('says nothing that was not filled in', () => {
    for (const path of [DOCUMENT, 'README.md'])
      expect(it_.text(path)).not.toMatch(/undefined|NaN|\[object|(^|[^`])``($|[^`])|^\| +\|/m);
  });
});

describe('the document', () => {
  it.each([
    ['redis', /redis/i, ['redis', 'celery-worker', 'celery-beat']],
    ['a front end', /nginx|vite/i, ['frontend']],
    ['Celery', /celery/i, ['celery-worker', 'celery-beat', 'migrate']],
  ] as const)('does not speak of %s where there is none', (_, word, ids) => {
    const text = rendering({ name: 'shop', ...off(...ids) }).text(DOCUMENT);
    // What a variable means is said by the definition that brings it, whatever stands beside it.
    expect(text.split('\n').filter((line) => word.test(line) && !line.startsWith('| `API_V1_PREFIX`'))).toEqual([]);
  });

  it('adds up the memory of the host', () => {
    const cells = (title: string) =>
      Number(everything.text(DOCUMENT).match(new RegExp(`^\\| ${title}.*?\\| +(\\d+) MiB`, 'm'))![1]);
    expect(cells('Containers at their limits') + cells('System and Docker') + cells('Free')).toBe(
      cells(String.raw`\*\*Host`),
    );
  });

  it('shows every setting of PostgreSQL as the Compose file has it, with a formula', () => {
    const { command } = everything.prod.services.postgres!;
    for (const [key, value] of Object.entries(postgresSettings(1024, 100))) {
      expect(command).toContain(`--${key}=${value}`);
      expect(everything.text(DOCUMENT)).toMatch(new RegExp(`^\\| \`${key}\` +\\| \`${value}\``, 'm'));
      expect(FORMULAS).toHaveProperty(key);
    }
  });

  it('has every variable of .env.example', () => {
    for (const { name } of everything.env)
      expect(everything.text(DOCUMENT)).toMatch(new RegExp(`^\\| \`${name}\` `, 'm'));
  });

  it('says nothing of v1 or of what Docker no longer has', () => {
    expect(everything.text(DOCUMENT)).not.toMatch(/docker-compose (up|down|build|exec|-f)|docker scan /);
  });
});

describe('the README', () => {
  const readme = (options: object): string => rendering({ name: 'shop', ...options }).text('README.md');

  it.each([
    ['the documentation that the starter serves', {}, '- API: <http://localhost:8000/api/v1/docs>'],
    [
      'the same, elsewhere',
      { services: { backend: { devPort: 9001, apiPrefix: '/v2' } } },
      '- API: <http://localhost:9001/v2/docs>',
    ],
    [
      'no page of an application that it does not know',
      { services: { backend: { module: 'src.asgi:app' } } },
      '- API: <http://localhost:8000>',
    ],
  ])('names %s', (_, options, line) => {
    expect(readme(options).split('\n')).toContain(line);
  });

  it('has images built before production starts, unless they come from a registry', () => {
    const steps = /build\n {3}docker compose -f docker-compose\.prod\.yml up -d --wait/;
    expect(readme({})).toMatch(steps);
    expect(readme({ registry: 'ghcr.io/acme' })).not.toMatch(/docker-compose\.prod\.yml build/);
    expect(readme({ registry: 'ghcr.io/acme' })).toContain('Images come from `ghcr.io/acme`');
  });

  it('rolls out the front end too, where there is one, and says what that costs', () => {
    expect(readme({})).toContain('scripts/rollout.sh <tag> --build --frontend');
    expect(readme({})).toContain('its port is closed for about a second');
    expect(readme({ registry: 'ghcr.io/acme' })).toContain('scripts/rollout.sh <tag> --pull --frontend');
    expect(readme(off('frontend'))).not.toContain('--frontend');
    expect(rendering({ name: 'shop', ...off('frontend') }).text('scripts/rollout.sh')).not.toContain('frontend');
  });

  it('says which port keeps development and production from running side by side', () => {
    expect(readme({})).toContain('both open port 80, so `docker compose down` comes first');
    expect(readme({ services: { frontend: { devPort: 8080 } } })).not.toContain('comes first');
  });
});

describe('what development is', () => {
  const { text, dev } = everything;

  it('is not what production is: Vite serves, and the API is reached from outside', () => {
    const comments = [...text('docker-compose.yml').matchAll(/^ {2}# (Front end: .+)$/gm)].map(([, about]) => about);
    expect(comments).toEqual(['Front end: React application, served by Vite, which passes the API on']);
    const [, development] = text(DOCUMENT).split('### Development\n');
    expect(development!.split('\n### ')[0]).not.toContain('nginx');
    expect(dev.services.backend!.ports).toHaveLength(1);
    for (const line of text(DOCUMENT)
      .split('\n')
      .filter((one) => one.includes('from inside the network only')))
      expect(line).toContain('In production both are reached');
  });

  it('opens to the network what the plan opens, and says so', () => {
    const plan = rendering({ name: 'shop', preset: 'plan' }).text(DOCUMENT);
    expect(text(DOCUMENT)).toContain('Its ports are open on this machine alone (127.0.0.1).');
    expect(plan).toContain(
      'open to the network that this machine is on; those of `backend-debug` are on 127.0.0.1 alone.',
    );
  });

  it('does not read of .env what belongs to production', () => {
    expect(text(DOCUMENT)).toContain('Development does not read `POSTGRES_USER`, `POSTGRES_PASSWORD`');
    expect(text('.env.example').replaceAll('\n# ', ' ')).toContain(
      'for POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, DATABASE_URL, REDIS_PASSWORD and REDIS_URL,',
    );
  });
});

describe('the override file', () => {
  const uncommented = ({ text }: Rendering): string =>
    text(OVERRIDE)
      .replace('services: {}\n', '')
      .replace(/# For example.*\n#\n/, '')
      .replaceAll(/^# (?=services| {2})/gm, '')
      .replaceAll(/^# (.*)$/gm, '');

  it('changes nothing as it is written', () => {
    expect(parseDocument(everything.text(OVERRIDE)).toJS()).toEqual({ name: everything.dev.name, services: {} });
    expect(everything.file(OVERRIDE).owner).toBe('seed');
  });

  it.each(cases)('holds examples of services that there are: %s', (_, it_) => {
    const document = parseDocument(uncommented(it_));
    expect(document.errors).toEqual([]);
    const { services } = document.toJS() as { readonly services: object | null };
    expect(Object.keys(it_.dev.services)).toEqual(expect.arrayContaining(Object.keys(services ?? {})));
  });
});

describe('markdown', () => {
  it('pads cells, aligns to the right, and escapes what would end a cell', () => {
    expect(
      table(
        ['A', 'Number:'],
        [
          ['a | b', '1'],
          ['日本', '10'],
        ],
      ),
    ).toBe(
      ['| A      | Number |', '| ------ | -----: |', String.raw`| a \| b |      1 |`, '| 日本   |     10 |'].join('\n'),
    );
  });

  it.each([
    ['a', '`a`'],
    ['a`b', '`` a`b ``'],
  ])('%s as code is %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it.each([
    ['snake_case', 'snake_case'],
    ['*a* _b_', String.raw`\*a\* \_b\_`],
    [' a  b ', 'a b'],
  ])('%j as prose is %s', (text, expected) => {
    expect(prose(text)).toBe(expected);
  });

  it('makes anchors as GitHub does', () => {
    expect(anchor('Networking & volumes')).toBe('networking--volumes');
  });
});

describe('startOrder', () => {
  it('lets each container wait for those before it', () => {
    const steps = startOrder(everything.stack.environments.production.containers).map((step) =>
      step.map(({ id }) => id),
    );
    expect(steps).toEqual([
      ['postgres', 'redis'],
      ['migrate'],
      ['backend', 'celery-worker', 'celery-beat'],
      ['frontend'],
    ]);
  });
});
