import type { StackAnswers } from '../model/stack-questions.js';
import { from, parts, type Env, type Variable } from '../model/variable.js';

type Own = Pick<StackAnswers, 'variables' | 'environment'>;

function variable(name: string, given: StackAnswers['variables'][string]): Variable {
  const shared = { name, section: 'Your application', about: given.about || 'Read by the application.' } as const;
  if (given.secret) {
    const development = given.default || `development-${name.toLowerCase().replaceAll('_', '-')}`;
    const made = { ...shared, secret: true, development, production: { kind: 'required', example: '' } } as const;
    return given.generate ? made : { ...made, given: true };
  }
  return {
    ...shared,
    development: given.default,
    production: given.required ? { kind: 'required', example: '' } : { kind: 'optional', fallback: given.default },
  };
}

/** The variables of .env that the application has of its own. */
export function ownVariables({ variables }: Own): readonly Variable[] {
  return Object.entries(variables).map(([name, given]) => variable(name, given));
}

/** What its containers get beside what the services give: its variables, and those that are made of others. */
export function ownEnvironment({ variables, environment }: Own): Env {
  return Object.fromEntries([
    ...Object.keys(variables).map((name) => [name, from(name)] as const),
    ...Object.entries(environment).map(([name, text]) => [name, parts(text)] as const),
  ]);
}
