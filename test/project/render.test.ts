import { describe, expect, it } from 'vitest';
import { loadOptions, renderStack } from '../../src/index.js';
import { renderProject } from '../../src/render/project.js';

const { stack } = loadOptions({ name: 'shop' }, { self: 'file:../create-lge-stack-1.0.0.tgz' });
const files = new Map(renderProject(stack!).map((file) => [file.path, file]));

describe('what a project has beside its stack', () => {
  it.each([
    ['.projenrc.ts', 'seed'],
    ['.editorconfig', 'seed'],
    ['package.json', 'added'],
    ['.gitignore', 'added'],
    ['.gitattributes', 'added'],
  ])('%s, %s', (path, owner) => {
    expect(files.get(path)?.owner).toBe(owner);
  });

  it('package.json', () => {
    expect(files.get('package.json')?.content).toMatchInlineSnapshot(`
      "{
        "name": "shop",
        "private": true,
        "scripts": {
          "projen": "projen"
        },
        "devDependencies": {
          "constructs": "^10.5.0",
          "create-lge-stack": "file:../create-lge-stack-1.0.0.tgz",
          "projen": "^0.103.25"
        }
      }
      "
    `);
  });

  it.each([
    '.env',
    '!.env.example',
    'docker-compose.override.yml',
    '/nginx/ssl/*',
    '/backups/',
    'node_modules/',
    '__pycache__/',
    '.venv/',
    'dist/',
  ])('.gitignore has %s', (line) => {
    expect(files.get('.gitignore')?.content.split('\n')).toContain(line);
  });
});

it('a new version that has nothing new to say changes what names it, and no other file', () => {
  const everything = loadOptions({ name: 'shop', target: 'swarm' }).stack!;
  const now = new Map(renderStack(everything).map(({ path, content }) => [path, content]));
  const later = renderStack({ ...everything, version: '99.0.0', self: '99.0.0' });
  const changed = later.filter(({ path, content }) => now.get(path) !== content).map(({ path }) => path);
  expect(changed).toEqual(['docs/docker-architecture.md', 'package.json']);
});
