import type { ContainerSpec } from '../model/container.js';
import { below } from '../model/folder.js';
import { hasStarter } from '../model/layout.js';
import { installedFrom } from '../model/lock-files.js';
import { defineService, type ServiceContext } from '../model/service.js';
import { apiWorkers, orDerived } from '../model/sizing.js';
import { from, type Env } from '../model/variable.js';
import { imageVariables, kept, scratch, source } from './application.js';
import { developmentPort } from './development-port.js';
import { backendFiles, server, STOP_GRACE } from './files/backend.js';
import { apiProbe } from './files/probe.js';
import { questions } from './questions/backend.js';
import { livePath, memory, moduleInPackage, python } from './rules/backend.js';
import { writablePath, writableRoot } from './rules/writable.js';
import { variables } from './variables/backend.js';
import { forDevelopment } from './files/dockerfiles.js';

type Context = ServiceContext<typeof questions>;

/** What is asked of an application that is not ours. */
const PROBES: Readonly<Record<Context['answers']['probe'], (path: string) => string>> = {
  http: (path) => `It is healthy as long as \`GET ${path}\` answers 200.`,
  any: (path) => `It is healthy as long as \`GET ${path}\` has an answer that is no error of the server.`,
  tcp: () => 'It is healthy as long as it accepts connections.',
};

/** What needs no program in the container: not where it wants a name in the request, or takes other answers than 200. */
function asksOf({ port, probe, probeHost, healthPath, ...answers }: Context['answers']) {
  const live = hasStarter(answers) ? { live: answers.livePath } : {};
  if (probe === 'tcp') return { asks: { port } };
  return probe === 'http' && probeHost === '' ? { asks: { port, path: healthPath, ...live } } : {};
}

/** What both environments have in common. */
function shared({ answers, environment, stack }: Context, processes: number) {
  const pool: Env = { DATABASE_POOL_SIZE: String(answers.pool), DATABASE_MAX_OVERFLOW: String(answers.poolOverflow) };
  const connections = answers.pool + answers.poolOverflow;
  return {
    port: answers.port,
    application: true,
    volumes: kept({ environment, stack }),
    env: stack.has('postgres') ? pool : {},
    healthcheck: {
      test: { exec: apiProbe(answers) },
      ...(answers.probe === 'any' && { expects: 'below 500' }),
      ...asksOf(answers),
      ...stack.policy.probes.http,
    },
    networks: ['edge', 'data'],
    database: stack.has('postgres') ? { processes, connections, surge: true } : undefined,
  } as const satisfies Partial<ContainerSpec>;
}

function development(context: Context): ContainerSpec {
  const { answers, stack } = context;
  const { folders, images, python } = stack.options;
  const name = `${stack.name}-backend`;
  const dockerfile = forDevelopment(answers.dockerfile);
  const page = hasStarter(answers) ? { page: `${answers.apiPrefix}/docs` } : {};
  return {
    ...shared(context, 1),
    image: { build: { name, context: folders.backend, dockerfile, base: images.python } },
    publish: developmentPort('backend', 'API', answers.port, context, page),
    binds: [source(folders.backend)],
    readOnly: false,
    capAdd: ['SETGID', 'SETUID'],
    watch: [...installedFrom(python), dockerfile].map((file) => ({
      action: 'rebuild',
      path: below(folders.backend, file),
    })),
    notes: {
      binds: 'uvicorn reloads when a file here changes.',
      capAdd: 'To become the owner of the mounted source, who is then the owner of new files.',
    },
  };
}

function production(context: Context): ContainerSpec {
  const { answers, limits, stack } = context;
  const { folders, images } = stack.options;
  const name = `${stack.name}-backend`;
  const workers = orDerived(answers.workers, apiWorkers, limits);
  const common = shared(context, workers);
  return {
    ...common,
    image: {
      build: {
        name,
        context: folders.backend,
        dockerfile: answers.dockerfile,
        target: 'runtime',
        base: images.python,
        user: `${stack.policy.user.uid}:${stack.policy.user.gid}`,
        size: 'under 500 MB',
        command: server(answers),
      },
    },
    env: { ...common.env, WEB_CONCURRENCY: String(workers) },
    tmpfs: scratch(stack),
    readOnly: answers.readOnly,
    stopGrace: STOP_GRACE,
  };
}

export const backend = defineService({
  id: 'backend',
  title: 'API',
  summary: 'FastAPI application',
  tier: 'application',
  questions,
  replicas: 2,
  needs: [
    { service: 'postgres', until: 'healthy', optional: true },
    { service: 'redis', until: 'healthy', optional: true },
    { service: 'migrate', until: 'completed', optional: true },
  ],
  limits: { production: { cpus: 1, memory: '512M' }, development: { cpus: 2, memory: '1G' } },
  variables: (context) => [...imageVariables(context.stack), ...variables(context)],
  gives: ({ environment, stack }) => ({
    // Fixed: a value of .env must not make development of production.
    ENVIRONMENT: environment,
    SECRET_KEY: from('SECRET_KEY'),
    JWT_SECRET_KEY: from('JWT_SECRET_KEY'),
    CORS_ORIGINS: from('CORS_ORIGINS'),
    API_V1_PREFIX: from('API_V1_PREFIX'),
    LOG_FORMAT: environment === 'development' ? 'plain' : stack.options.logs.format,
    LOG_LEVEL: from('LOG_LEVEL'),
  }),
  container: (context) => (context.environment === 'development' ? development(context) : production(context)),
  minimumMemory: '128M',
  files: (context) => backendFiles(context),
  rules: [moduleInPackage, livePath, python, memory, writablePath, writableRoot],
  docs: ({ answers }) =>
    hasStarter(answers)
      ? `\`GET ${answers.healthPath}\` answers 200 when the API and what it depends on are ready, and 503 when not; ` +
        `\`GET ${answers.livePath}\` answers 200 as long as the process serves. In production both are reached from inside the network only.`
      : PROBES[answers.probe](answers.healthPath),
});
