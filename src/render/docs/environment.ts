import { compose } from '../../model/compose-files.js';
import { script } from '../../model/names.js';
import type { Stack } from '../../model/stack.js';
import { namesIn, type EnvValue, type Variable } from '../../model/variable.js';
import { fill } from '../template.js';
import { type Section, yes } from './facts.js';
import { code, codes, sentence, table } from './markdown.js';

function inProduction({ production, development }: Variable): string {
  switch (production.kind) {
    case 'required':
      return '**required**';
    case 'optional':
      if (production.fallback === development) return 'optional, the same default';
      return production.fallback === '' ? 'optional, empty' : `optional, ${code(production.fallback)}`;
    case 'noted':
      return 'read by scripts only';
  }
}

/** Broken between the parts of a list, so that it fits into a column. */
function inDevelopment({ secret, development, productionOnly }: Variable): string {
  const value = secret ? 'one that production refuses' : development.split(',').map(code).join(', ');
  return productionOnly ? `always ${value}` : value;
}

/** Whether development reads it: some are for scripts, and some for production alone. */
function readIn(stack: Stack, name: string): boolean {
  const { application, containers } = stack.environments.development;
  const values = [...Object.values(application), ...containers.flatMap(({ env }) => Object.values(env))];
  return values.some((value) => namesIn(value).includes(name));
}

function variables(stack: Stack): string {
  const rows = stack.variables.map((variable) => [
    code(variable.name),
    variable.section,
    inProduction(variable),
    readIn(stack, variable.name) ? inDevelopment(variable) : '–',
    yes(variable.secret ?? false),
    sentence(variable),
  ]);
  return table(['Variable', 'Section', 'In production', 'Default in development', 'Secret', 'Meaning'], rows);
}

function from(given: EnvValue): string {
  if (typeof given === 'string') return code(given);
  if ('from' in given) return `${code(given.from)} of ${code('.env')}`;
  return code(given.parts.map((part) => (typeof part === 'string' ? part : `\${${part.from}}`)).join(''));
}

function ofTheApplication(stack: Stack): readonly string[] {
  return stack.environments.production.containers.filter((container) => container.application).map(({ id }) => id);
}

function inside(stack: Stack): string {
  const { application, containers } = stack.environments.production;
  const shared = ofTheApplication(stack);
  const own = containers.flatMap(({ id, env }) =>
    Object.entries(env).map(([name, given]) => [code(name), from(given), code(id)]),
  );
  const common =
    shared.length > 0
      ? Object.entries(application).map(([name, given]) => [code(name), from(given), 'the application'])
      : [];
  return table(['Variable', 'Value', 'Containers'], [...common, ...own]);
}

export const environment: Section = (stack) =>
  fill('docs/environment.md', {
    initEnv: script(stack, 'init-env.sh'),
    override: stack.options.composeFiles.override,
    compose: compose(stack, 'development'),
    variables: variables(stack),
    inside: inside(stack),
    application: codes(ofTheApplication(stack)),
    fixed: codes(stack.variables.filter(({ productionOnly }) => productionOnly).map(({ name }) => name)),
  });
