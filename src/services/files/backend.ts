import type { ServiceFile } from '../../model/files.js';
import { halves } from '../../model/network.js';
import type { ServiceContext } from '../../model/service.js';
import { apiWorkers, orDerived } from '../../model/sizing.js';
import { VITE_PORT } from '../application.js';
import type { questions } from '../questions/backend.js';
import { KEY_LENGTH, variables } from '../variables/backend.js';
import { apiProbe, probeView } from './probe.js';
import { starterFiles, type StarterFacts } from './starter.js';

type Context = ServiceContext<typeof questions>;

/** Seconds in which the API ends after it was told to. */
export const STOP_GRACE = 30;

// Where Docker takes its networks from, unless it was told otherwise.
const PRIVATE = '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16';

/** What the image of production runs. Idle connections outlive those of the edge; stopping ends before Docker does it. */
export function server({ module, port }: Context['answers']): readonly string[] {
  return [
    ...['uvicorn', module, '--host', '0.0.0.0', '--port', String(port), '--proxy-headers', '--no-server-header'],
    ...['--timeout-keep-alive', '75', '--timeout-graceful-shutdown', String(STOP_GRACE - 5)],
  ];
}

// In JSON, which is what the exec form of Docker is.
const execForm = (words: readonly string[]): string => JSON.stringify(words).replaceAll('","', '", "');

function dockerfileView({ answers, limits, stack }: Context) {
  const { options, policy } = stack;
  const { build, runtime } = answers.systemPackages;
  const subnet = options.network.subnet;
  return {
    title: options.title,
    image: options.images.python,
    uvImage: options.images.uv,
    uv: options.python.packageManager === 'uv',
    poetry: options.python.packageManager === 'poetry',
    poetryVersion: options.python.poetryVersion,
    migrations: stack.has('migrate'),
    package: answers.package,
    module: answers.module,
    port: answers.port,
    probe: probeView(policy.probes.http),
    probeCommand: execForm(apiProbe(`http://127.0.0.1:${answers.port}${answers.healthPath}`)),
    serverCommand: execForm(server(answers)),
    user: policy.user,
    systemPackages: { build, runtime, dev: [...new Set([...build, ...runtime])] },
    ...answers.optimize,
    trustedProxy: subnet && policy.isolateData ? halves(subnet)[0] : subnet || PRIVATE,
    workers: orDerived(answers.workers, apiWorkers, limits),
  };
}

/** Without a front end its own options do not matter. */
function backendFacts(context: Context): StarterFacts {
  const { package: name, apiPrefix, healthPath, livePath, port, pool, poolOverflow } = context.answers;
  const development = new Map(variables(context).map((variable) => [variable.name, variable.development]));
  return {
    package: name,
    apiPrefix,
    healthPath,
    livePath,
    port,
    distFolder: 'dist',
    devPort: VITE_PORT,
    settings: {
      secretKey: development.get('SECRET_KEY')!,
      jwtSecretKey: development.get('JWT_SECRET_KEY')!,
      keyLength: String(KEY_LENGTH),
      pool: String(pool),
      poolOverflow: String(poolOverflow),
    },
  };
}

/** Who names another application has one, and the starter would stand beside it. */
export function hasStarter({ module, package: name }: Context['answers']): boolean {
  return module === `${name}.main:app`;
}

export function backendFiles(context: Context): readonly ServiceFile[] {
  const folder = context.stack.options.folders.backend;
  const view = dockerfileView(context);
  return [
    { template: 'backend/Dockerfile', path: `${folder}/Dockerfile`, owner: 'merged', view },
    { template: 'backend/Dockerfile.dev', path: `${folder}/Dockerfile.dev`, owner: 'merged', view },
    { template: 'backend/dockerignore', path: `${folder}/.dockerignore`, owner: 'merged', view },
    ...(context.answers.optimize.bytecode
      ? [{ template: 'backend/compile_packages.py', path: `${folder}/compile_packages.py`, owner: 'merged' } as const]
      : []),
    { template: 'backend/healthcheck', path: `${folder}/healthcheck`, owner: 'merged', executable: true },
    { template: 'backend/dev-entrypoint', path: `${folder}/dev-entrypoint`, owner: 'merged', executable: true },
    ...(hasStarter(context.answers) ? starterFiles('backend', folder, context, backendFacts(context)) : []),
  ];
}
