import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { ServiceFile } from '../../src/model/files.js';
import type * as Template from '../../src/render/template.js';
import { goldenCase, goldenNames } from '../support/golden.js';
import { missingNames } from '../support/template-names.js';

const TEMPLATES = join(import.meta.dirname, '../../templates');
const asked = vi.hoisted(() => new Map<string, Readonly<Record<string, unknown>>[]>());

vi.mock('../../src/render/template.js', async (original) => {
  const real = await original<typeof Template>();
  const note = (name: string, view: Readonly<Record<string, unknown>> = {}): void => {
    asked.set(name, [...(asked.get(name) ?? []), view]);
  };
  return {
    ...real,
    fill: (name: string, view?: Readonly<Record<string, unknown>>) => (note(name, view), real.fill(name, view)),
    renderFile: (file: ServiceFile) => {
      if ('template' in file) note(file.template, file.view);
      return real.renderFile(file);
    },
  };
});

it('every name in a template is in what fills it', () => {
  for (const name of goldenNames()) expect(goldenCase(name).rendering.files.length).toBeGreaterThan(10);
  const problems = [...asked].flatMap(([name, views]) => {
    const path = join(TEMPLATES, `${name}.hbs`);
    if (!existsSync(path)) return [];
    const text = readFileSync(path, 'utf8');
    return views.flatMap((view) => missingNames(text, view).map((missing) => `${name} asks for ${missing}`));
  });
  expect([...new Set(problems)]).toEqual([]);
});

it('every template is used', () => {
  const files = readdirSync(TEMPLATES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) => relative(TEMPLATES, join(entry.parentPath, entry.name)).replace(/\.hbs$/, ''));
  const litter = /(^|\/)(node_modules|__pycache__|\.venv|\.pytest_cache|\.ruff_cache)\//;
  expect(names.filter((name) => !asked.has(name) && !litter.test(name))).toEqual([]);
});

it.each([
  ['{{a}}', {}, ['a']],
  ['{{#if a}}x{{/if}}', {}, ['a']],
  ['{{#if a}}{{b}}{{else}}{{c}}{{/if}}', { a: false }, ['b', 'c']],
  ['{{#each list}}{{name}} {{../title}} {{@index}} {{this}}{{/each}}', { list: [{ name: 1 }] }, ['../title']],
  ['{{#unless a.b}}{{/unless}}', { a: {} }, ['a.b']],
  ['{{a}}{{#if a}}{{/if}}', { a: undefined }, []],
])('%s', (template, view, missing) => {
  expect(missingNames(template, view)).toEqual(missing);
});
