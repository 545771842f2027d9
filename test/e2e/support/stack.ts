import { freePort, renderProject, type Environment, type Json, type Project } from './project.js';
import { run } from './shell.js';

export interface RunningStack {
  readonly project: Project;
  readonly environment: Environment;
  /** Where the front end is reached: nginx in production, Vite in development. */
  readonly origin: string;
  readonly apiPort: number;
  readonly debugPort: number;
  readonly debuggedPort: number;
  readonly tlsPort: number;
  /** Values of .env that nobody else may know. */
  readonly secrets: Readonly<Record<string, string>>;
}

export type Services = Readonly<Record<string, Json | false>>;

async function withPorts({ frontend, backend, ...others }: Services) {
  const [port, tlsPort, devPort, apiPort, databasePort, debuggedPort, debugPort] = await Promise.all(
    Array.from({ length: 7 }, freePort),
  );
  const services = {
    ...others,
    frontend: { ...frontend, port, tlsPort, devPort },
    backend: { ...backend, devPort: apiPort },
    postgres: { ...others.postgres, devPort: databasePort },
    'backend-debug': { port: debuggedPort, debugPort },
  };
  return {
    services,
    port: port!,
    tlsPort: tlsPort!,
    devPort: devPort!,
    apiPort: apiPort!,
    debugPort: debugPort!,
    debuggedPort: debuggedPort!,
  };
}

/** What .env says; there every value that is a secret is made by scripts/init-env.sh, in quotes. */
function secretsOf(project: Project): Record<string, string> {
  const lines = project.read('.env').matchAll(/^(\w+(?:_KEY|_PASSWORD))='?([^'\n]+)'?$/gm);
  return Object.fromEntries(Array.from(lines, ([, name, value]) => [name!, value!]));
}

/** A project with ports of its own and an .env; nothing runs yet. */
export async function prepareStack(
  environment: Environment,
  options: Json & { readonly name: string; readonly services?: Services },
): Promise<RunningStack> {
  const { services, port, devPort, ...ports } = await withPorts(options.services ?? {});
  const project = await renderProject({ ...options, services });
  const written = await project.script('init-env.sh', [environment]);
  if (written.code !== 0) throw new Error(written.stderr);
  const origin = `http://127.0.0.1:${environment === 'production' ? port : devPort}`;
  return { project, environment, origin, ...ports, secrets: secretsOf(project) };
}

/** Builds the images and waits until everything is healthy. */
export async function startStack({ project, environment }: RunningStack, ...args: readonly string[]): Promise<void> {
  await project.compose(
    environment,
    ['up', '--build', '--detach', '--quiet-build', '--wait', '--wait-timeout', '180', ...args],
    { timeout: 600 },
  );
}

export interface Inspected {
  readonly Id: string;
  readonly Image: string;
  readonly Args: readonly string[];
  readonly State: { readonly Running: boolean; readonly ExitCode: number };
  readonly RestartCount: number;
  readonly Mounts: readonly { readonly Type: string; readonly Destination: string; readonly RW: boolean }[];
  readonly Config: {
    readonly Env: readonly string[];
    readonly Image: string;
    readonly Labels: Readonly<Record<string, string>>;
    readonly User: string;
  };
  readonly HostConfig: {
    readonly LogConfig: { readonly Type: string; readonly Config: Readonly<Record<string, string>> };
    readonly Tmpfs: Readonly<Record<string, string>> | null;
  };
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>;
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>;
  };
}

export interface Container {
  readonly service: string;
  readonly id: string;
  readonly inspected: Inspected;
}

/** Containers of a stack, also those that have ended, by service and number. */
export async function inspectAll({ project, environment }: RunningStack): Promise<readonly Container[]> {
  const ids = (await project.compose(environment, ['ps', '--all', '--quiet'])).split('\n').filter(Boolean);
  const all = JSON.parse(await run(['docker', 'inspect', ...ids])) as Inspected[];
  const label = ({ Config }: Inspected, name: string): string => Config.Labels[`com.docker.compose.${name}`]!;
  return all
    .map((inspected) => ({ service: label(inspected, 'service'), id: inspected.Id, inspected }))
    .toSorted(
      (a, b) =>
        a.service.localeCompare(b.service) ||
        label(a.inspected, 'container-number').localeCompare(label(b.inspected, 'container-number')),
    );
}

/** The first container of a service. */
export async function containerOf(stack: RunningStack, service: string): Promise<Container> {
  const found = (await inspectAll(stack)).find((container) => container.service === service);
  if (!found) throw new Error(`${service} has no container`);
  return found;
}

/** Runs a command of a shell in a container, as its own user. */
export function inside({ id }: Pick<Container, 'id'>, command: string): Promise<string> {
  return run(['docker', 'exec', id, 'sh', '-c', command]);
}

/** Log lines of a service, without the names of containers. */
export async function logLines({ project, environment }: RunningStack, service: string): Promise<readonly string[]> {
  const text = await project.compose(environment, ['logs', '--no-color', '--no-log-prefix', service]);
  return text.split('\n').filter(Boolean);
}
