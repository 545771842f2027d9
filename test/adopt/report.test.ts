import { describe, expect, it } from 'vitest';
import { adoptionNotes, adoptionReport } from '../../src/adopt/report.js';
import { toldOf } from '../support/adopted.js';
import { inMemory, repositoryFiles, repositoryNames } from '../support/repositories.js';
import { repositoryOf } from './compose/fixture.js';

const FORMS = ['terminal', 'markdown'] as const;
const told = (name: string) => toldOf(inMemory(repositoryFiles(name)), name);

describe.each(repositoryNames())('%s', (name) => {
  const all = told(name);

  it.each(FORMS)('tells every finding with its name, its place and its way out, in %s', (form) => {
    const text = adoptionReport(all, form).replaceAll('\\', '');
    for (const { defect, code, message, hint, evidence } of all.findings)
      for (const part of [defect ?? code, `${evidence.file}:${evidence.line ?? ''}`.replace(/:$/, ''), message, hint])
        expect(text).toContain(part.replaceAll('\\', ''));
    for (const { key, why } of all.imported?.notCarried ?? []) {
      expect(text).toContain(key);
      expect(text).toContain(why);
    }
    for (const extra of all.imported?.extraServices ?? []) expect(text).toContain(extra.name);
  });
});

it.each(FORMS)('tells no secret, in %s', (form) => {
  const files = {
    'requirements.txt': 'fastapi\n',
    'main.py':
      'import os\nfrom fastapi import FastAPI\napp = FastAPI()\nos.environ.get("API_TOKEN", "hunter-one")\nos.environ.get("QUEUE_URL", "x")\n',
    'docker-compose.yml': `services:
  api:
    build: .
    command: uvicorn main:app
    environment:
      API_TOKEN: hunter-two
      STRIPE: hunter-five
      QUEUE_URL: amqp://me:hunter-three@rabbit/
  db: { image: "postgres:16", environment: { POSTGRES_PASSWORD: hunter-four } }
`,
  };
  const all = toldOf(repositoryOf(files));
  // It is an option's default, because nothing in its name says that it is one.
  expect(JSON.stringify(all.options)).toContain('hunter-five');
  const text = `${adoptionReport(all, form)}${adoptionNotes(all)}`;
  expect(text).toContain('QUEUE');
  expect(text).not.toContain('hunter');
});

it('lays columns below one another, and leaves a table of Markdown whole', () => {
  const all = told('uv-celery');
  const facts = adoptionReport(all, 'terminal')
    .split('\n')
    .filter((line) => /^ {2}back end {3}(?:folder|source|redis) /.test(line));
  expect(new Set(facts.map((line) => line.search(/(?<= {2})backend\/(?:pyproject|Dockerfile)/))).size).toBe(1);
  const rows = adoptionReport(all, 'markdown')
    .split('\n')
    .filter((line) => line.startsWith('| back end'));
  expect(new Set(rows.map((line) => line.split(/(?<!\\)\|/).length))).toEqual(new Set([7]));
});

it('leaves a table whole where a finding has what Markdown reads', () => {
  const evidence = { file: 'a|b.yml', line: 1 };
  const finding = { code: 'x', severity: 'error', message: '`a` | *b*', hint: '<c>', evidence } as const;
  expect(adoptionReport({ options: {}, findings: [finding] }, 'markdown')).toContain(
    '| ✗ | x | a\\|b.yml:1 | \\`a\\` \\| \\*b\\* \\<c\\> |',
  );
});

it('moves no cursor, whatever a file holds', () => {
  const files = {
    'compose.yml': 'services: { "a\\e[2Jb": { image: "x:1" } }\n',
  };
  // eslint-disable-next-line no-control-regex
  for (const form of FORMS) expect(adoptionReport(toldOf(repositoryOf(files)), form)).not.toMatch(/\u001B/);
});

it('has nothing to say of an empty folder', () => {
  expect(adoptionNotes({ options: {}, findings: [] })).toBe('');
});
