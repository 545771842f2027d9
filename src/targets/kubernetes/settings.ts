import type { Container, Stack } from '../../model/stack.js';
import { namesIn, type Env, type Variable } from '../../model/variable.js';
import { runs } from './names.js';

/**
 * Who reads the same ConfigMap and the same Secret. The containers of the application have one, every other service its
 * own: a changed value replaces whom it concerns, and not the database as well.
 */
export const readerOf = ({ id, application }: Container): string => (application ? 'application' : id);

export const configOf = (reader: string): string => `${reader}-config`;
export const secretsOf = (reader: string): string => `${reader}-secrets`;

export const isSecret = ({ secret }: Variable): boolean => secret === true;

/** All that a container finds in its environment, and the folder of data that is its own. */
export function environmentOf({ environments }: Stack, { application, env, volumes }: Container): Env {
  const owned = volumes.flatMap(({ target, owned: own }) =>
    own ? [[own.variable, `${target}/${own.folder}`] as const] : [],
  );
  return { ...(application && environments.production.application), ...Object.fromEntries(owned), ...env };
}

export interface Settings {
  readonly reader: string;
  readonly open: readonly Variable[];
  readonly secret: readonly Variable[];
}

/** The variables of .env that the pods read, by reader. */
export function settingsOf(stack: Stack): readonly Settings[] {
  const names = new Map<string, Set<string>>();
  for (const container of runs(stack)) {
    const reader = readerOf(container);
    const all = Object.values(environmentOf(stack, container)).flatMap(namesIn);
    names.set(reader, new Set([...(names.get(reader) ?? []), ...all]));
  }
  return [...names].map(([reader, wanted]) => {
    const variables = stack.variables.filter(({ name }) => wanted.has(name));
    return {
      reader,
      open: variables.filter((variable) => !isSecret(variable)),
      secret: variables.filter(isSecret),
    };
  });
}

/** `LOG_LEVEL=info`, of what has a default; what has none is refused by the script. */
export function defaultsOf({ open }: Settings): readonly string[] {
  return open.flatMap(({ name, production }) =>
    production.kind === 'optional' ? [`${name}=${production.fallback}`] : [],
  );
}
