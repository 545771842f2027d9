import { parse } from 'yaml';
import { loadOptions, renderStack, type RenderedFile, type Stack } from '../../src/index.js';
import { layer } from '../../src/stack/parse.js';
import { parseDockerfile, type Stage } from './dockerfile.js';
import { parseEnvExample, type EnvLine } from './env.js';

export interface ComposeHealthcheck {
  /** Absent where it is switched off. */
  readonly test?: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
  readonly start_interval?: string;
  readonly disable?: boolean;
}

export interface ComposeBind {
  readonly type: 'bind';
  readonly source: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly bind: { readonly create_host_path: boolean };
}

/** As much of a service as the tests ask for, after YAML has merged what it shares. */
export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target?: string };
  readonly container_name?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly (string | ComposeBind)[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly host_ip: string; readonly published: string; readonly target: number }[];
  readonly networks: readonly string[];
  readonly command?: readonly string[];
  readonly restart: string;
  readonly healthcheck?: ComposeHealthcheck;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly init?: boolean;
  readonly security_opt?: readonly string[];
  readonly deploy: {
    readonly replicas?: number;
    readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string; readonly pids?: number } };
  };
  readonly memswap_limit?: string;
  readonly profiles?: readonly string[];
  readonly pull_policy?: string;
  readonly read_only?: boolean;
  readonly shm_size?: string;
  readonly stop_grace_period?: string;
  readonly stop_signal?: string;
  readonly tmpfs?: readonly string[];
}

interface Network {
  readonly name?: string;
  readonly driver: string;
  readonly internal?: boolean;
  readonly ipam?: { readonly config: readonly { readonly subnet: string }[] };
}

export interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, Network>>;
  readonly volumes?: Readonly<Record<string, { readonly name?: string }>>;
}

/** A rendered stack, as tests look at it. `backend/` and `frontend/` stand for the folders of the two. */
export interface Rendering {
  readonly stack: Stack;
  readonly files: readonly RenderedFile[];
  readonly paths: readonly string[];
  readonly file: (path: string) => RenderedFile;
  readonly text: (path: string) => string;
  readonly dockerfile: (path: string) => readonly Stage[];
  readonly prod: ComposeFile;
  readonly dev: ComposeFile;
  readonly env: readonly EnvLine[];
  readonly variable: (name: string) => EnvLine;
  /** The same stack with other options laid over its own. */
  readonly with: (options: object) => Rendering;
}

export const DEVELOPMENT = 'docker-compose.yml';
export const PRODUCTION = 'docker-compose.prod.yml';

export function compose(text: string): ComposeFile {
  return parse(text, { merge: true }) as ComposeFile;
}

export function rendering(options: object): Rendering {
  const { stack, diagnostics } = loadOptions(options);
  if (!stack) throw new Error(diagnostics.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  return renderingOf(stack, options);
}

function renderingOf(stack: Stack, options: object): Rendering {
  const files = renderStack(stack);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const { composeFiles, folders } = stack.options;
  const file = (path: string): RenderedFile => {
    const real = path.replace(/^(backend|frontend)\//, (_, part: 'backend' | 'frontend') =>
      folders[part] === '.' ? '' : `${folders[part]}/`,
    );
    const found = byPath.get(real);
    if (!found) throw new Error(`${real} is not rendered.`);
    return found;
  };
  const text = (path: string): string => file(path).content;
  const env = parseEnvExample(text('.env.example'));
  return {
    stack,
    files,
    paths: files.map(({ path }) => path),
    file,
    text,
    dockerfile: (path) => parseDockerfile(text(path)),
    prod: compose(text(composeFiles.production)),
    dev: compose(text(composeFiles.development)),
    env,
    variable: (name) => {
      const found = env.find((line) => line.name === name);
      if (!found) throw new Error(`.env.example has no ${name}.`);
      return found;
    },
    with: (more) => rendering(layer(options, more) as object),
  };
}
