import type {
  Bind,
  DatabaseClients,
  Healthcheck,
  ImageSource,
  Limits,
  NamedVolume,
  NetworkId,
  Notes,
  PublishedPort,
  Tmpfs,
  WatchRule,
} from './container.js';
import type { Policy } from './preset.js';
import type { Answers, Questions } from './question.js';
import type { AnyService, EnvironmentName, Need, ServiceDefinition } from './service.js';
import type { StackAnswers } from './stack-questions.js';
import type { Target } from './target.js';
import type { Mebibytes, Seconds } from './units.js';
import type { Env, Variable } from './variable.js';

/** What a definition may know of the stack around it. */
export interface StackFacts {
  /** `learn-greek-easy` */
  readonly name: string;
  /** `learn_greek_easy` */
  readonly snake: string;
  readonly options: StackAnswers;
  readonly policy: Policy;
  readonly has: (id: string) => boolean;
  /** The answers given to another service, or `undefined` where it is left out. */
  readonly get: <Q extends Questions>(
    definition: Pick<ServiceDefinition<Q>, 'id' | 'questions'>,
  ) => Answers<Q> | undefined;
  /** Replicas of another service in the environment asked about; 0 where it is left out. */
  readonly replicas: (id: string) => number;
  readonly limits: (id: string) => Limits | undefined;
  /** The name server to ask again and again in production; absent where the address of a service stays. */
  readonly resolver: string | undefined;
}

/** A container, with nothing left open. */
export interface Container {
  readonly id: string;
  readonly definition: AnyService;
  /** What it is in this environment, in one line. */
  readonly summary: string;
  readonly image: ImageSource;
  /** The image's own command where it is empty. */
  readonly command: readonly string[];
  readonly port: number | undefined;
  readonly publish: readonly PublishedPort[];
  readonly env: Env;
  readonly application: boolean;
  readonly volumes: readonly NamedVolume[];
  readonly binds: readonly Bind[];
  readonly tmpfs: readonly Tmpfs[];
  readonly healthcheck: Healthcheck | 'none' | 'inherit';
  readonly networks: readonly NetworkId[];
  readonly user: string | undefined;
  readonly capAdd: readonly string[];
  readonly readOnly: boolean;
  readonly shm: Mebibytes | undefined;
  readonly stopGrace: Seconds;
  readonly stopSignal: string | undefined;
  readonly oneShot: boolean;
  readonly watch: readonly WatchRule[];
  readonly profile: string | undefined;
  readonly database: DatabaseClients | undefined;
  readonly notes: Notes;
  readonly replicas: number;
  readonly limits: Limits;
  /** Only those that are part of the stack and are waited for. */
  readonly dependsOn: readonly { readonly service: string; readonly until: 'healthy' | 'completed' | 'started' }[];
}

export interface EnvironmentModel {
  readonly name: EnvironmentName;
  /** The Compose project. Two environments on one host share nothing. */
  readonly project: string;
  readonly host: Limits;
  /** How many such hosts there are. */
  readonly nodes: number;
  readonly containers: readonly Container[];
  /** The environment that all containers of the application share. */
  readonly application: Env;
}

export interface Service {
  readonly id: string;
  readonly definition: AnyService;
  readonly answers: Answers<Questions>;
  readonly needs: readonly Need[];
}

/** The resolved model: defaults are filled in, nothing optional is left. */
export interface Stack extends StackFacts {
  readonly preset: string;
  /** What production runs on. */
  readonly target: Target;
  /** Version of the template that renders it. */
  readonly version: string;
  /** What a generated project depends on: a version, a tarball or a folder. */
  readonly self: string;
  readonly services: readonly Service[];
  readonly variables: readonly Variable[];
  readonly environments: Readonly<Record<EnvironmentName, EnvironmentModel>>;
}
