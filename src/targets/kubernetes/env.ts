import type { EnvVar } from 'kubernetes-types/core/v1.js';
import type { Container, Stack } from '../../model/stack.js';
import { namesIn, type Env, type EnvValue, type Reference, type Variable } from '../../model/variable.js';
import { CONFIG, runs, SECRETS } from './names.js';

/** Kubernetes replaces `$(NAME)` in values and arguments; a doubled dollar is one. */
export function literal(text: string): string {
  return text.replaceAll(/\$(?=[$(])/g, '$$$$');
}

/** All that a container finds in its environment, and the folder of data that is its own. */
export function environmentOf({ environments }: Stack, { application, env, volumes }: Container): Env {
  const owned = volumes.flatMap(({ target, owned: own }) =>
    own ? [[own.variable, `${target}/${own.folder}`] as const] : [],
  );
  return { ...(application && environments.production.application), ...Object.fromEntries(owned), ...env };
}

/** The variables of .env that the pods read, once each. */
export function variablesRead(stack: Stack): readonly Variable[] {
  const values = runs(stack).flatMap((container) => Object.values(environmentOf(stack, container)));
  const names = new Set(values.flatMap(namesIn));
  return stack.variables.filter(({ name }) => names.has(name));
}

export const isSecret = ({ secret }: Variable): boolean => secret === true;

function reference(stack: Stack, name: string, { from }: Reference): EnvVar {
  const variable = stack.variables.find((one) => one.name === from);
  if (!variable) throw new Error(`No service brings the variable ${from}.`);
  return isSecret(variable)
    ? { name, valueFrom: { secretKeyRef: { name: SECRETS, key: from } } }
    : { name, valueFrom: { configMapKeyRef: { name: CONFIG, key: from } } };
}

const isReference = (value: EnvValue | undefined): value is Reference => typeof value === 'object' && 'from' in value;

/** A value of several parts stands behind the variables that it is made of: what comes later is not replaced in it. */
function composed(stack: Stack, env: Env): readonly EnvVar[] {
  const known = new Map(
    Object.entries(env).flatMap(([name, value]) => (isReference(value) ? [[value.from, name] as const] : [])),
  );
  return Object.entries(env).flatMap(([name, value]) => {
    if (typeof value === 'string' || !('parts' in value)) return [];
    const more = [...new Set(namesIn(value))].filter((one) => !known.has(one));
    // Where the container has something else by that name, it keeps it.
    for (const one of more) known.set(one, env[one] === undefined ? one : `SET_${one}`);
    const text = value.parts
      .map((part) => (typeof part === 'string' ? literal(part) : `$(${known.get(part.from) ?? part.from})`))
      .join('');
    return [...more.map((one) => reference(stack, known.get(one) ?? one, { from: one })), { name, value: text }];
  });
}

export function envOf(stack: Stack, container: Container): readonly EnvVar[] {
  const env = environmentOf(stack, container);
  const plain = Object.entries(env).flatMap(([name, value]): readonly EnvVar[] => {
    if (typeof value === 'string') return [{ name, value: literal(value) }];
    return isReference(value) ? [reference(stack, name, value)] : [];
  });
  return [...plain, ...composed(stack, env)];
}
