// Every command that a document shows is one that is read without a mistake, and that some test carries out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/cli/args.js';
import { commands } from '../../src/cli/commands/index.js';
import { usage } from '../../src/cli/help.js';
import { loadOptions, renderStack } from '../../src/index.js';

const ROOT = join(import.meta.dirname, '../..');

interface Shown {
  readonly where: string;
  readonly command: string;
}

const markdown = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path));

/** Ours, and what we write into a project. */
function documents(): readonly (readonly [where: string, text: string])[] {
  const own = ['README.md', 'CONTRIBUTING.md', ...markdown('docs')].map(
    (path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const,
  );
  const { stack } = loadOptions({ name: 'shop' });
  const written = renderStack(stack!).map(({ path, content }) => [`rendered ${path}`, content] as const);
  return [...own, ...written];
}

const usages = new Set(commands.map(usage));

/** In code, up to what ends it; a comment behind it is none of it. */
function shown(): readonly Shown[] {
  return documents().flatMap(([where, text]) =>
    [...text.matchAll(/npx ((?:create-)?lge-stack)(?:@[\w.-]+)?((?: [^`\n|&()#"]+)?)/g)]
      .map(([, program, rest = '']) => `npx ${program!}${rest.trimEnd()}`)
      .filter(
        (command) =>
          !usages.has(command) &&
          !usages.has(command.replace(/ [A-Z|=]+$/, (word) => word)) &&
          !/ (?:COMMAND|KEY$)/.test(command),
      )
      .map((command) => ({ where, command })),
  );
}

const all = shown();

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
