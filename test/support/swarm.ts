import { parse } from 'yaml';
import { composeSchema } from '../tools/compose.js';
import { interpolated } from './env.js';
import type { ComposeHealthcheck } from './rendering.js';

export const STACK_FILE = 'docker-stack.yml';

interface Mount {
  readonly source: string;
  readonly target: string;
}

/** As much of a service as the tests ask for. */
export interface SwarmService {
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly (string | Mount)[];
  readonly configs?: readonly (string | Mount)[];
  readonly volumes?: readonly (string | { readonly type: string; readonly target: string })[];
  readonly networks: readonly string[];
  readonly ports?: readonly { readonly target: number; readonly published: number; readonly mode: string }[];
  readonly healthcheck?: ComposeHealthcheck;
  readonly deploy: {
    readonly mode?: string;
    readonly replicas?: number;
    readonly endpoint_mode: string;
    readonly update_config?: {
      readonly order: string;
      readonly failure_action: string;
      readonly parallelism: number;
      readonly delay?: string;
    };
    readonly restart_policy: { readonly condition: string };
    readonly placement?: { readonly constraints: readonly string[] };
    readonly resources: { readonly limits: { readonly memory: string } };
  };
}

export interface SwarmFile {
  readonly services: Readonly<Record<string, SwarmService>>;
  readonly networks: Readonly<Record<string, { readonly driver: string; readonly internal?: boolean }>>;
  readonly volumes?: object;
  readonly configs?: Readonly<Record<string, { readonly name: string; readonly file?: string }>>;
  readonly secrets?: Readonly<
    Record<string, { readonly name: string; readonly file?: string; readonly external?: boolean }>
  >;
}

export function swarmFile(text: string): SwarmFile {
  return parse(text, { merge: true }) as SwarmFile;
}

/** What `docker stack deploy` of Engine 28 ends at, or says that it ignores: seen there. */
const NEVER_ON_TOP = ['name', 'include', 'profiles'];
const NEVER = [
  ...[
    'depends_on',
    'profiles',
    'pull_policy',
    'develop',
    'cpus',
    'mem_limit',
    'memswap_limit',
    'pids_limit',
    'env_file',
  ],
  ...[
    'build',
    'restart',
    'security_opt',
    'shm_size',
    'expose',
    'container_name',
    'links',
    'network_mode',
    'privileged',
  ],
  // Takes it, and drops the sizes in it.
  'tmpfs',
];

/** Swarm binds to every address, whatever the file says. */
const ADDRESS = 'host_ip';

function names(uses: readonly (string | Mount)[] = []): readonly string[] {
  return uses.map((use) => (typeof use === 'string' ? use : use.source));
}

const without = (what: string, used: readonly string[], there: readonly string[]): readonly string[] => [
  ...used.filter((one) => !there.includes(one)).map((one) => `${what} ${one} is used, and not there`),
  ...there.filter((one) => !used.includes(one)).map((one) => `${what} ${one} is there, and not used`),
];

function references({ services, networks, volumes = {}, configs = {}, secrets = {} }: SwarmFile): readonly string[] {
  const all = Object.values(services);
  const named = all
    .flatMap((one) => one.volumes ?? [])
    .flatMap((volume) => (typeof volume === 'string' ? [volume.split(':')[0]!] : []));
  return [
    ...without(
      'network',
      all.flatMap((one) => one.networks),
      Object.keys(networks),
    ),
    ...without('volume', named, Object.keys(volumes)),
    ...without(
      'config',
      all.flatMap((one) => names(one.configs)),
      Object.keys(configs),
    ),
    ...without(
      'secret',
      all.flatMap((one) => names(one.secrets)),
      Object.keys(secrets),
    ),
  ];
}

function ofService([id, service]: readonly [string, SwarmService]): readonly string[] {
  const { deploy, ports = [], volumes = [] } = service;
  const data = volumes.some((volume) => typeof volume === 'string');
  return [
    ...NEVER.filter((key) => key in service).map((key) => `${id} has ${key}`),
    ...(ports.some((port) => ADDRESS in port) ? [`${id} binds a port to an address`] : []),
    ...(volumes.some((volume) => typeof volume !== 'string' && volume.type === 'bind')
      ? [`${id} mounts a folder`]
      : []),
    ...(data && !deploy.placement ? [`${id} has data and no node`] : []),
    // A job ends before the next one, and is never replaced.
    ...(data && deploy.mode !== 'replicated-job' && deploy.update_config?.order !== 'stop-first'
      ? [`${id} would write its data twice`]
      : []),
  ];
}

/** What is wrong with a stack file, each as a sentence. */
export function swarmProblems(text: string): readonly string[] {
  const file = swarmFile(text);
  const kept = [...Object.entries(file.configs ?? {}), ...Object.entries(file.secrets ?? {})];
  return [
    ...composeSchema(text).map(({ line, message }) => `line ${line ?? 0}: ${message}`),
    ...NEVER_ON_TOP.filter((key) => key in file).map((key) => `${key} at the top`),
    ...Object.entries(file.services).flatMap(ofService),
    ...references(file),
    ...Object.entries(file.networks)
      .filter(([, { driver }]) => driver !== 'overlay')
      .map(([name]) => `network ${name} is on one node`),
    ...kept
      .filter(([, { name }]) => !/^[\w.-]{1,52}\$\{\w+_DIGEST:\?/.test(name))
      .map(([key]) => `${key} has a fixed name, or one too long`),
    // Docker takes what follows a hyphen for the default of the variable.
    ...Array.from(text.matchAll(/\$\{\w+:\?[^}]*-[^}]*\}/g), ([found]) => `${found} refuses nothing`),
  ];
}

/** The variables of .env that it reads: digests are made when it is deployed. */
export function swarmVariables(text: string): readonly string[] {
  return interpolated(text).filter((name) => !name.endsWith('_DIGEST'));
}
