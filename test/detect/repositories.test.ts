import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detect/detect.js';
import { difference } from '../support/difference.js';
import { factTable } from '../support/facts.js';
import { inMemory, repositoryFiles, repositoryNames, STARTING } from '../support/repositories.js';

const EXPECTED = join(import.meta.dirname, '../adopt/detected');
const update = process.env.UPDATE_GOLDEN === '1';

describe.each(repositoryNames())('%s', (name) => {
  const files = repositoryFiles(name);
  const detected = detect(inMemory(files));

  it('says of itself what is expected', () => {
    const file = join(EXPECTED, `${name}.txt`);
    const table = factTable(detected);
    if (update) writeFileSync(file, table);
    const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (expected !== table) {
      expect.fail(
        `${difference(file, expected, table)}\n\nIf that is right: UPDATE_GOLDEN=1 npx vitest run --project unit test/detect, then read the diff.`,
      );
    }
  });

  it('says it of files and lines that there are', () => {
    for (const { file, line } of evidence(detected)) {
      expect([...files.keys()]).toContain(file);
      if (line !== undefined) expect(files.get(file)!.split('\n')[line - 1]?.trim()).toMatch(/\S/);
    }
  });
});

it('keeps nothing of a repository that is gone', () => {
  expect(readdirSync(EXPECTED).toSorted()).toEqual(repositoryNames().map((name) => `${name}.txt`));
});

it('finds both ends, or all that there is, in those that can be started', () => {
  const found = STARTING.map((name) => {
    const { backend, frontend } = detect(inMemory(repositoryFiles(name)));
    return [name, backend?.folder.value, backend?.app?.value.module, frontend?.folder.value];
  });
  expect(found).toEqual([
    ['uv-celery', 'backend', 'app.main', 'frontend'],
    ['requirements-flat', 'backend', 'main', 'frontend'],
    ['poetry-src', 'server', 'shop.api.asgi', 'client'],
    ['root-backend', '.', 'shortener.main', undefined],
  ]);
});

interface Place {
  readonly file: string;
  readonly line?: number;
}

function evidence(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) =>
    key === 'evidence' ? [one as Place] : evidence(one),
  );
}
