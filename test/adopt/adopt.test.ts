import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadOptions } from '../../src/index.js';
import { optionsOf, toldOf } from '../support/adopted.js';
import { difference } from '../support/difference.js';
import { inMemory, repositoryFiles, repositoryNames } from '../support/repositories.js';

const EXPECTED = join(import.meta.dirname, 'adopted');
const update = process.env.UPDATE_GOLDEN === '1';

describe.each(repositoryNames())('%s', (name) => {
  const options = optionsOf(toldOf(inMemory(repositoryFiles(name)), name), name);

  it('becomes the options that are expected', () => {
    const file = join(EXPECTED, `${name}.json`);
    const text = `${JSON.stringify(options, null, 2)}\n`;
    if (update) writeFileSync(file, text);
    const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (expected !== text)
      expect.fail(
        `${difference(file, expected, text)}\n\nIf that is right: UPDATE_GOLDEN=1 npx vitest run --project unit test/adopt, then read the diff.`,
      );
  });

  it('is a stack without mistakes', () => {
    expect(loadOptions(options).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

it('keeps nothing of a repository that is gone', () => {
  expect(readdirSync(EXPECTED).toSorted()).toEqual(repositoryNames().map((name) => `${name}.json`));
});
