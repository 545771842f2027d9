import type { Bind } from '../../model/container.js';
import { script } from '../../model/names.js';
import type { Container, EnvironmentModel, Stack } from '../../model/stack.js';
import type { Env, EnvValue, Variable } from '../../model/variable.js';
import { baseName, isKept } from '../../render/binds.js';
import { Mapping, type Value } from '../../render/yaml.js';

/** What puts the secrets into the environment: Swarm mounts them as files, and programs read variables. */
export const WITH_SECRETS = '/usr/local/bin/with-secrets';
/** Where the project has it. */
export const readerOf = (stack: Stack): string => script(stack, 'with-secrets.sh');

/** A file that Swarm keeps and mounts: from a variable of .env, or from a file of the project. */
export interface Kept {
  /** Its key in the stack file. */
  readonly key: string;
  readonly kind: 'secret' | 'config';
  readonly from: { readonly variable: string } | { readonly file: string };
}

/** A use of one in a container. */
interface Mount {
  readonly kept: Kept;
  readonly target: string;
}

/** A variable whose value only the containers may see. One that may be empty is none: Swarm keeps nothing empty. */
export function isSecret(stack: Stack, value: EnvValue): value is { readonly from: string } {
  const variable = typeof value === 'string' || 'parts' in value ? undefined : find(stack, value.from);
  return variable !== undefined && isSecretVariable(variable);
}

export function isSecretVariable({ secret, production }: Variable): boolean {
  return secret === true && production.kind === 'required';
}

function find({ variables }: Stack, name: string): Variable | undefined {
  return variables.find((variable) => variable.name === name);
}

/** The environment of a container, that of the application included, split into what is secret and what is not. */
export function secretEnv(stack: Stack, environment: EnvironmentModel, container: Container): Env {
  const all = { ...(container.application && environment.application), ...container.env };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isSecret(stack, value)));
}

export function openEnv(stack: Stack, env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !isSecret(stack, value)));
}

function fromFile(kind: Kept['kind'], file: string): Kept {
  return { key: baseName(file), kind, from: { file } };
}

function mountsOfBind({ source, target, secrets }: Bind): readonly Mount[] {
  if (!secrets) return [{ kept: fromFile('config', source), target }];
  return secrets.map((name) => ({ kept: fromFile('secret', `${source}/${name}`), target: `${target}/${name}` }));
}

export function mountsOf(stack: Stack, environment: EnvironmentModel, container: Container): readonly Mount[] {
  const variables = Object.entries(secretEnv(stack, environment, container)).map(([target, value]) => {
    const variable = (value as { readonly from: string }).from;
    return { kept: { key: variable, kind: 'secret', from: { variable } } as const, target };
  });
  const reader = { kept: fromFile('config', readerOf(stack)), target: WITH_SECRETS };
  return [
    ...variables,
    ...(variables.length > 0 ? [reader] : []),
    ...container.binds.filter(isKept).flatMap(mountsOfBind),
  ];
}

/** Everything that Swarm keeps for the stack, each once, by key. */
export function keptBy(stack: Stack): readonly Kept[] {
  const environment = stack.environments.production;
  const all = environment.containers.flatMap((container) => mountsOf(stack, environment, container));
  const byKey = new Map(all.map(({ kept }) => [kept.key, kept]));
  return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** The variable in which deploy-swarm.sh says the digest of the content. */
export function digestVariable({ key }: Kept): string {
  return `${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_DIGEST`;
}

/** What precedes the digest in a name. Swarm takes 64 characters; what is cut off is no loss beside a digest. */
export function namePrefix({ name }: Stack, { key }: Kept): string {
  return `${name.slice(0, 24)}_${key}`.slice(0, 51);
}

/** The top-level `configs` or `secrets`. */
export function keptBlock(stack: Stack, kind: Kept['kind']): Mapping | undefined {
  const all = keptBy(stack).filter((kept) => kept.kind === kind);
  if (all.length === 0) return undefined;
  const map = new Mapping();
  for (const kept of all) {
    const name = `${namePrefix(stack, kept)}-\${${digestVariable(kept)}:?the script that deploys makes it}`;
    const source: Value = 'file' in kept.from ? { file: `./${kept.from.file}` } : { external: true };
    map.add(kept.key, { name, ...(source as object) });
  }
  return map;
}

/** `configs` or `secrets` of a service. */
export function keptOf(
  stack: Stack,
  environment: EnvironmentModel,
  container: Container,
  kind: Kept['kind'],
): Value | undefined {
  const mounts = mountsOf(stack, environment, container).filter(({ kept }) => kept.kind === kind);
  if (mounts.length === 0) return undefined;
  return mounts.map(({ kept: { key }, target }) => (key === target ? key : { source: key, target }));
}
