import type { Renderer } from '../model/files.js';
import { script } from '../model/names.js';
import { SECTIONS, type Variable } from '../model/variable.js';
import { listed } from './docs/markdown.js';
import { HEADER } from './header.js';

const RULE = `# ${'-'.repeat(77)}`;

/** A value that a shell and Compose read as it stands, or in single quotes. */
function quoted(value: string): string {
  return /^[A-Za-z0-9_./:,+@%-]*$/.test(value) ? value : `'${value}'`;
}

function line({ name, production, development }: Variable): string {
  // Commented out: Compose has the default, and a value here would only repeat it.
  if (production.kind === 'optional') return `# ${name}=${quoted(production.fallback || development)}`;
  return `${name}=${quoted(production.example)}`;
}

function section(title: string, variables: readonly Variable[]): string {
  const entries = variables.map((variable) => `# ${variable.about}\n${line(variable)}\n`);
  return `${RULE}\n# ${title}\n${RULE}\n\n${entries.join('\n')}`;
}

/** What development does not read, in lines of our width. */
function ofProduction(variables: readonly Variable[]): readonly string[] {
  const names = variables.filter(({ productionOnly }) => productionOnly).map(({ name }) => name);
  if (names.length === 0) return [];
  const text = `Development has a fixed value of its own for ${listed(names)}, so that both run from this folder.`;
  return [
    '',
    ...text
      .replaceAll(/(.{1,116})(?: |$)/g, '$1\n')
      .trimEnd()
      .split('\n'),
  ];
}

/** .env.example: committed, and the source of .env, which is not. */
export const renderEnv: Renderer = (stack) => {
  const intro = [
    `Settings of ${stack.options.title}. Development starts without any; production wants \`${script(stack, 'init-env.sh')} production\`,`,
    'which copies this file to .env, makes the secrets and says what is left to fill in. Never commit .env.',
    '',
    'Compose takes a value from the shell first, then from .env, then the default in the Compose file; what a Compose',
    "file states under `environment` without ${…} is fixed. Quote values with $, # or spaces: NAME='abc$def'",
    ...ofProduction(stack.variables),
    '',
    ...HEADER,
  ];
  const sections = SECTIONS.map((title) => ({
    title,
    variables: stack.variables.filter((variable) => variable.section === title),
  }))
    .filter(({ variables }) => variables.length > 0)
    .map(({ title, variables }) => section(title, variables));
  const head = intro.map((text) => `# ${text}`.trimEnd()).join('\n');
  // Each part ends its own last line, so that there may be none after the first.
  const content = [`${head}\n`, ...sections].join('\n');
  return [{ path: '.env.example', content, owner: 'merged' }];
};
