import type { ContainerSpec, Limits } from './container.js';
import type { ServiceFile } from './files.js';
import type { Answers, Questions } from './question.js';
import type { Rule } from './rule.js';
import type { Service, Stack, StackFacts } from './stack.js';
import type { Env, Variable } from './variable.js';

export const ENVIRONMENTS = ['development', 'production'] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

/** What a service needs, or makes use of when it is there. */
export interface Need {
  readonly service: string;
  /** What it waits for at its start; without one, the other must only be part of the stack. */
  readonly until?: 'healthy' | 'completed';
  /** Completes the sentence "… needs …:"; an optional need has no reason to give. */
  readonly because?: string;
  readonly optional?: boolean;
}

/** Limits as options write them. */
export interface WrittenLimits {
  readonly cpus: number;
  readonly memory: string;
}

export interface ServiceContext<Q extends Questions = Questions> {
  /** The answers to the definition's questions. */
  readonly answers: Answers<Q>;
  readonly limits: Limits;
  readonly replicas: number;
  readonly environment: EnvironmentName;
  readonly stack: StackFacts;
}

export interface ServiceDefinition<Q extends Questions = Questions> {
  /** Its name in Compose and in the network's DNS. */
  readonly id: string;
  readonly title: string;
  /** One line, for prompts and documents. */
  readonly summary: string;
  /** Its row in the topology picture, from the outside to the inside. */
  readonly tier: 'edge' | 'application' | 'background' | 'data';
  readonly questions: Q;
  /** Whether several containers of it may run; then the default number in production, one in development. */
  readonly replicas?: number;
  readonly needs: readonly Need[];
  readonly limits: Readonly<Record<EnvironmentName, WrittenLimits>>;
  /** Where it exists; everywhere unless it says so. */
  readonly environments?: readonly EnvironmentName[];
  /** The variables of .env that it brings. */
  readonly variables?: (context: ServiceContext<Q>) => readonly Variable[];
  /** What it adds to the environment that all containers of the application share. */
  readonly gives?: (context: ServiceContext<Q>) => Env;
  readonly container: (context: ServiceContext<Q>) => ContainerSpec;
  /** The files that it brings, with what their templates are filled with. Asked for production. */
  readonly files?: (context: ServiceContext<Q>) => readonly ServiceFile[];
  /** What can be wrong with it. */
  readonly rules?: readonly Rule[];
  /** The key of `images` to whose major version its data is bound: no upgrade of the template moves it. */
  readonly dataOf?: string;
  /** Below it the program does not start, or is killed by its first work. */
  readonly minimumMemory?: string;
  /** A paragraph of Markdown for the generated documents. */
  readonly docs?: (context: ServiceContext<Q>) => string;
}

/** What a definition is asked with for production. */
export function productionContext(stack: Stack, { id, answers }: Service): ServiceContext {
  const limits = stack.limits(id) ?? { cpus: 0, memory: 0 };
  return { answers, limits, replicas: stack.replicas(id), environment: 'production', stack };
}

/** Any definition, its own questions forgotten: what a catalogue holds. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are contravariant; resolveStack pairs each definition with its own
export type AnyService = ServiceDefinition<any>;
export type Catalog = readonly AnyService[];

/** Keeps the literal types of a definition's questions, so that its answers are typed. */
export function defineService<const Q extends Questions>(definition: ServiceDefinition<Q>): ServiceDefinition<Q> {
  return definition;
}
