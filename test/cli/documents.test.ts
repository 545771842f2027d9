// Every command that a document shows is one that is read without a mistake; test/cli/sync/documents.test.ts carries it out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/cli/args.js';
import { commands } from '../../src/cli/commands/index.js';
import { usage } from '../../src/cli/help.js';
import { shownCommands } from '../support/shown.js';

const ROOT = join(import.meta.dirname, '../..');

const all = shownCommands();

describe('what documents show', () => {
  it('is a good deal', () => {
    expect(all.length).toBeGreaterThan(60);
  });

  it.each([...new Map(all.map((one) => [one.command, one])).values()])('$command ($where)', ({ command }) => {
    const [, program, ...args] = command.split(' ');
    const { mistakes } = readArguments(args, program as 'lge-stack', false);
    expect(mistakes).toEqual([]);
  });
});

describe('every command that there is', () => {
  const carriedOut = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path !== 'cli/documents.test.ts')
    .map((path) => readFileSync(join(ROOT, 'test', path), 'utf8'))
    .join('\n');

  it.each(commands.map(({ name }) => name))('%s is carried out by a test', (name) => {
    expect(carriedOut).toMatch(
      new RegExp(`(?:run|json|runMain|asked|upgrade|main)\\w*\\(\\[?[\`'"](?:--\\w+ )?${name}|'${name}'`),
    );
  });

  it.each(commands.map(({ name }) => name))('%s is in docs/commands.md with its usage', (name) => {
    const text = readFileSync(join(ROOT, 'docs/commands.md'), 'utf8');
    expect(text).toContain(`\n${usage(commands.find((one) => one.name === name)!)}\n`);
  });
});
