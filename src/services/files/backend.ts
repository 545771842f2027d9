import type { ServiceFile } from '../../model/files.js';
import { below, besideApplications, ROOT } from '../../model/folder.js';
import { contains, hasStarter } from '../../model/layout.js';
import { halves } from '../../model/network.js';
import type { ServiceContext } from '../../model/service.js';
import { apiWorkers, orDerived } from '../../model/sizing.js';
import { VITE_PORT, written } from '../application.js';
import type { questions } from '../questions/backend.js';
import { questions as migrate } from '../questions/migrate.js';
import { KEY_LENGTH, variables } from '../variables/backend.js';
import { apiProbe, probeView } from './probe.js';
import { requirementsView } from './requirements.js';
import { starterFiles, type StarterFacts } from './starter.js';
import { dockerfiles } from './dockerfiles.js';

type Context = ServiceContext<typeof questions>;

/** Seconds in which the API ends after it was told to. */
export const STOP_GRACE = 30;

// Where Docker takes its networks from, unless it was told otherwise.
const PRIVATE = '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16';

/** What the image of production runs. Idle connections outlive those of the edge; stopping ends before Docker does it. */
export function server({ module, factory, port }: Context['answers']): readonly string[] {
  return [
    ...['uvicorn', module, ...(factory ? ['--factory'] : []), '--host', '0.0.0.0', '--port', String(port)],
    ...['--proxy-headers', '--no-server-header'],
    ...['--timeout-keep-alive', '75', '--timeout-graceful-shutdown', String(STOP_GRACE - 5)],
  ];
}

// In JSON, which is what the exec form of Docker is.
const execForm = (words: readonly string[]): string => JSON.stringify(words).replaceAll('","', '", "');

/** A path of the folder that goes into the image: as COPY has it, and as .dockerignore lets it through. */
interface Copied {
  readonly from: string;
  readonly to: string;
}

const ofFolder = (path: string): Copied => ({ from: `${path}/`, to: `./${path}/` });
const ofFile = (path: string): Copied => ({ from: path, to: path.includes('/') ? `./${path}` : './' });
// A file or a folder: only the user knows.
const ofEither = (path: string): Copied => ({ from: path, to: `./${path}` });

/** From what changes least to what changes most. */
function copies({ answers, stack }: Context): readonly Copied[] {
  if (answers.package === ROOT) return [];
  const migrations = stack.get({ id: 'migrate', questions: migrate });
  return [
    ...(migrations && !contains(answers, migrations.config) ? [ofFile(migrations.config)] : []),
    ...(migrations && !contains(answers, migrations.scripts) ? [ofFolder(migrations.scripts)] : []),
    ...answers.include.map(ofEither),
    ofFolder(answers.package),
  ];
}

/** Of an image that holds the whole folder: what lies in it and is another's. */
function others({ answers, stack }: Context): readonly string[] {
  const { backend, frontend } = stack.options.folders;
  return answers.package === ROOT && backend === ROOT && stack.has('frontend') ? [frontend] : [];
}

function dockerfileView(context: Context) {
  const { answers, limits, stack } = context;
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
    ...requirementsView(options.python),
    migrations: stack.has('migrate'),
    package: answers.package,
    module: answers.module,
    factory: answers.factory,
    pythonPath: answers.pythonPath === ROOT ? '/app' : `/app/${answers.pythonPath}`,
    whole: answers.package === ROOT,
    root: options.folders.backend === ROOT,
    copies: copies(context),
    others: others(context),
    beside: besideApplications(options),
    port: answers.port,
    probe: probeView(policy.probes.http),
    probeCommand: execForm(apiProbe(answers)),
    serverCommand: execForm(server(answers)),
    user: policy.user,
    written: written(answers).filter((path) => path !== '/app/logs'),
    // In the image of development nobody knows yet who will write.
    outside: written(answers).filter((path) => !path.startsWith('/app/')),
    emptied: written(answers).flatMap((path) => (path.startsWith('/app/') ? [path.slice('/app/'.length)] : [])),
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

export function backendFiles(context: Context): readonly ServiceFile[] {
  const folder = context.stack.options.folders.backend;
  const view = dockerfileView(context);
  const { probe, probeHost } = context.answers;
  const asks = { any: probe === 'any', tcp: probe === 'tcp', host: probeHost };
  return [
    ...dockerfiles({ part: 'backend', folder, dockerfile: context.answers.dockerfile, view }),
    ...(context.answers.optimize.bytecode
      ? [
          {
            template: 'backend/compile_packages.py',
            path: below(folder, 'compile_packages.py'),
            owner: 'merged',
          } as const,
        ]
      : []),
    {
      template: 'backend/healthcheck',
      path: below(folder, 'healthcheck'),
      owner: 'merged',
      executable: true,
      view: asks,
    },
    { template: 'backend/dev-entrypoint', path: below(folder, 'dev-entrypoint'), owner: 'merged', executable: true },
    ...(hasStarter(context.answers) ? starterFiles('backend', folder, context, backendFacts(context)) : []),
  ];
}
