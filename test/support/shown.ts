// Every command that our documents, and those that we write into a project, show in code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands/index.js';
import { usage } from '../../src/cli/help.js';
import { loadOptions, renderStack } from '../../src/index.js';

const ROOT = join(import.meta.dirname, '../..');

export interface Shown {
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
export function shownCommands(): readonly Shown[] {
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
