import type { EnvVar } from 'kubernetes-types/core/v1.js';
import type { Container, Stack } from '../../model/stack.js';
import { namesIn, type Env, type EnvValue, type Reference } from '../../model/variable.js';
import { configOf, environmentOf, isSecret, readerOf, secretsOf } from './settings.js';

/** Kubernetes replaces `$(NAME)` in values and arguments; a doubled dollar is one. */
export function literal(text: string): string {
  return text.replaceAll(/\$(?=[$(])/g, '$$$$');
}

/** A variable of the container that comes from one of .env. */
type Refer = (name: string, from: string) => EnvVar;

const referTo =
  (stack: Stack, container: Container): Refer =>
  (name, from) => {
    const variable = stack.variables.find((one) => one.name === from);
    if (!variable) throw new Error(`No service brings the variable ${from}.`);
    const reader = readerOf(container);
    return isSecret(variable)
      ? { name, valueFrom: { secretKeyRef: { name: secretsOf(reader), key: from } } }
      : { name, valueFrom: { configMapKeyRef: { name: configOf(reader), key: from } } };
  };

const isReference = (value: EnvValue | undefined): value is Reference => typeof value === 'object' && 'from' in value;

/** A value of several parts stands behind the variables that it is made of: what comes later is not replaced in it. */
function composed(env: Env, refer: Refer): readonly EnvVar[] {
  const known = new Map(
    Object.entries(env).flatMap(([name, value]) => (isReference(value) ? [[value.from, name] as const] : [])),
  );
  return Object.entries(env).flatMap(([name, value]) => {
    if (typeof value === 'string' || !('parts' in value)) return [];
    const more = [...new Set(namesIn(value))].filter((one) => !known.has(one));
    // Where the container has something else by that name, it keeps it.
    for (const one of more) known.set(one, env[one] === undefined ? one : `SET_${one}`);
    const text = value.parts
      // Each dollar twice, because what follows it may be in the next part.
      .map((part) =>
        typeof part === 'string' ? part.replaceAll('$', '$$$$') : `$(${known.get(part.from) ?? part.from})`,
      )
      .join('');
    return [...more.map((one) => refer(known.get(one) ?? one, one)), { name, value: text }];
  });
}

export function envOf(stack: Stack, container: Container): readonly EnvVar[] {
  const env = environmentOf(stack, container);
  const refer = referTo(stack, container);
  const plain = Object.entries(env).flatMap(([name, value]): readonly EnvVar[] => {
    if (typeof value === 'string') return [{ name, value: literal(value) }];
    return isReference(value) ? [refer(name, value.from)] : [];
  });
  return [...plain, ...composed(env, refer)];
}
