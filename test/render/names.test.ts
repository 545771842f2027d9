// What is called otherwise in a stack is called so everywhere.
import { describe, expect, it } from 'vitest';
import { compose, composeWithOverride, foundByItself, readsOverride } from '../../src/model/compose-files.js';
import { goldenCase } from '../support/golden.js';
import { rendering } from '../support/rendering.js';

const named = (development: string, production: string, override: string) => ({
  options: { composeFiles: { development, production, override } },
});

describe.each([
  [['docker-compose.yml', 'docker-compose.prod.yml', 'docker-compose.override.yml'], 'development', '', true],
  // As Compose 2.40 does: it lays any of its override names over any of its base names.
  [['compose.yaml', 'compose.prod.yaml', 'docker-compose.override.yaml'], 'development', '', true],
  [['compose.yml', 'prod.yml', 'local.yml'], 'development', '', false],
  [['docker-compose.dev.yml', 'docker-compose.yml', 'local.yml'], 'production', ' -f docker-compose.dev.yml', false],
  [['dev.yml', 'prod.yml', 'compose.override.yml'], undefined, ' -f dev.yml', false],
] as const)('%s', ([development, production, override], found, said, reads) => {
  const stack = named(development, production, override);

  it('is found, or said', () => {
    expect(foundByItself(stack.options.composeFiles)).toBe(found);
    expect(compose(stack, 'development')).toBe(`docker compose${said}`);
    expect(compose(stack, 'production')).toBe(`docker compose -f ${production}`);
    expect(readsOverride(stack)).toBe(reads);
    expect(composeWithOverride(stack)).toBe(`docker compose${reads ? '' : ` -f ${development} -f ${override}`}`);
  });
});

/** No names of the defaults, but for addresses of the web and what is inside containers. */
const LEFT_OVER =
  /docker-compose\.(?:prod|override)\.yml|docker-stack\.yml|(?<![\w.])(?:scripts|docs|backups)\/(?![\w/-]*latest)|(?<!etc\/)nginx\/ssl/;

it.each(['everything', 'names'])('%s has no name of the defaults', (name) => {
  const found = goldenCase(name).rendering.files.flatMap(({ path, content }) =>
    content
      .split('\n')
      .filter((line) => LEFT_OVER.test(line.replaceAll(/https?:\S+|\/docs\b/g, '')))
      .map((line) => `${path}: ${line}`),
  );
  expect(found).toEqual([]);
});

it('finds such a name, where it is', () => {
  const { text } = rendering({ name: 'shop', tls: true });
  for (const path of [
    'README.md',
    'docs/docker-architecture.md',
    'nginx/ssl/README.md',
    '.gitignore',
    'scripts/backup.sh',
  ])
    expect(LEFT_OVER.test(text(path)), path).toBe(true);
});

it('names the file of development wherever Compose would not find it', () => {
  const texts = goldenCase('names').rendering.files.filter(({ path }) => /README\.md$|architecture\.md$/.test(path));
  const bare = /docker compose (?:up|ps|logs|exec|build|watch|restart|run --rm|config)\b/;
  expect(texts.filter(({ content }) => bare.test(content)).map(({ path }) => path)).toEqual([]);
  expect(texts.filter(({ content }) => content.includes('-f docker-compose.dev.yml up -d --wait'))).toHaveLength(2);
});
