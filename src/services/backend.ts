import { defineQuestions } from '../model/question.js';
import { defineRule, type Rule } from '../model/rule.js';
import { defineService } from '../model/service.js';
import { apiWorkers } from '../model/sizing.js';
import { formatMemory } from '../model/units.js';
import { from, type Env, type Variable } from '../model/variable.js';
import { pythonVersion } from '../model/versions.js';
import { imageVariables, source } from './application.js';
import { backendFiles } from './files/backend.js';
import { pythonProbe } from './files/probe.js';

const PATH = { kind: 'text', pattern: /^(\/[A-Za-z0-9][A-Za-z0-9_.-]*)+$/, must: 'a path, such as /health' } as const;
const PACKAGES = { kind: 'list', pattern: /^[a-z0-9][a-z0-9+.-]+(=[A-Za-z0-9.+~:*-]+)?$/, must: "a Debian package's name" } as const;

export const questions = defineQuestions({
  port: { kind: 'port', message: 'Port inside the network', default: 8000, optional: false },
  devPort: { kind: 'port', message: 'Port in development', default: 8000, optional: true },
  package: {
    kind: 'text',
    message: 'Folder of the Python package, inside that of the backend',
    default: 'src',
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    must: 'the name of a Python package',
  },
  module: {
    kind: 'text',
    message: 'The ASGI application; the starter is written for main:app in the package, any other is yours',
    default: 'src.main:app',
    pattern: /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*:[A-Za-z_][A-Za-z0-9_.]*$/,
    must: 'a module and its attribute, such as src.main:app',
  },
  apiPrefix: { ...PATH, message: 'Path under which the API is reached', default: '/api/v1' },
  healthPath: { ...PATH, message: 'Path that says whether the API can serve', default: '/health' },
  livePath: { ...PATH, message: 'Path that says whether its process lives', default: '/health/live' },
  workers: { kind: 'auto', message: 'Processes of uvicorn in each container', default: 'auto', min: 1, max: 64 },
  pool: { kind: 'number', message: 'Database connections that each process keeps', default: 5, min: 1, max: 500, integer: true },
  poolOverflow: { kind: 'number', message: 'Further connections under load', default: 5, min: 0, max: 500, integer: true },
  systemPackages: {
    kind: 'group',
    message: 'Debian packages that the dependencies need',
    fields: {
      build: { ...PACKAGES, message: 'To build', default: [] },
      runtime: { ...PACKAGES, message: 'To run', default: [] },
    },
  },
  optimize: {
    kind: 'group',
    message: 'What makes the image smaller and quicker to start',
    fields: {
      bytecode: { kind: 'confirm', message: 'Compile the dependencies in the build', default: true },
      strip: { kind: 'confirm', message: 'Drop the debug symbols of native dependencies', default: true },
      prune: { kind: 'confirm', message: "Drop the dependencies' own tests", default: true },
    },
  },
});

function variables(apiPrefix: string): readonly Variable[] {
  return [
    {
      name: 'LOG_LEVEL',
      section: 'Application',
      about: 'debug, info, warning or error.',
      development: 'info',
      production: { kind: 'optional', fallback: 'info' },
    },
    {
      name: 'SECRET_KEY',
      section: 'Security',
      about: 'Signs what leaves the application and comes back. 32 bytes or more: openssl rand -hex 32',
      secret: true,
      development: 'development-secret-key-that-production-refuses',
      production: { kind: 'required', example: '' },
    },
    {
      name: 'JWT_SECRET_KEY',
      section: 'Security',
      about: 'Signs access tokens; not the same as SECRET_KEY. 32 bytes or more: openssl rand -hex 32',
      secret: true,
      development: 'development-jwt-key-that-production-refuses',
      production: { kind: 'required', example: '' },
    },
    {
      name: 'CORS_ORIGINS',
      section: 'CORS',
      about: 'Other origins, separated by commas, whose pages may call the API. The front end needs none: it is on the same one.',
      development: 'http://localhost,http://localhost:3000,http://localhost:5173',
      production: { kind: 'optional', fallback: '' },
    },
    {
      name: 'API_V1_PREFIX',
      section: 'API',
      about: 'Path under which the API is reached. nginx passes it on: change services.backend.apiPrefix in lge.stack.json.',
      development: apiPrefix,
      production: { kind: 'optional', fallback: apiPrefix },
    },
  ];
}

const moduleInPackage: Rule = defineRule({
  code: 'module-outside-package',
  severity: 'error',
  about: 'The ASGI application is not in the package that is copied into the image.',
  check: (stack) => {
    const answers = stack.get(backend);
    if (!answers || answers.module.startsWith(`${answers.package}.`) || answers.module.startsWith(`${answers.package}:`)) return [];
    return [
      {
        path: ['services', 'backend', 'module'],
        message: `${answers.module} is not in the package ${answers.package}, which is what the image contains.`,
        hint: `Write "${answers.package}.main:app", or change services.backend.package.`,
      },
    ];
  },
});

const livePath: Rule = defineRule({
  code: 'live-path',
  severity: 'error',
  about: 'Readiness and liveness have the same path, and a database that is down would look like a process that hangs.',
  check: (stack) => {
    const answers = stack.get(backend);
    if (!answers || answers.healthPath !== answers.livePath) return [];
    return [{ path: ['services', 'backend', 'livePath'], message: 'Readiness and liveness have the same path.', hint: 'Write "/health/live" for liveness.' }];
  },
});

const python: Rule = defineRule({
  code: 'python-version',
  severity: 'error',
  about: 'The tag of the Python image does not say which version of Python it holds, or it is too old.',
  check: (stack) => {
    const { python } = stack.options.images;
    const version = pythonVersion(python);
    if (version && Number(version.split('.')[1]) >= 11) return [];
    const message = version ? `Python ${version} is too old: 3.11 is the oldest.` : `${python} does not say its version.`;
    return [{ path: ['images', 'python'], message, hint: 'Write a tag such as python:3.14-slim-trixie.' }];
  },
});

const memory: Rule = defineRule({
  code: 'api-memory',
  severity: 'warning',
  about: 'The API has more processes than its memory usually carries.',
  check: (stack) => {
    const workers = stack.get(backend)?.workers ?? 'auto';
    const limit = stack.limits('backend')?.memory ?? 0;
    if (workers === 'auto' || workers <= apiWorkers({ cpus: Infinity, memory: limit })) return [];
    return [
      {
        path: ['services', 'backend', 'workers'],
        message: `${workers} processes of the API do not fit into ${formatMemory(limit)}.`,
        hint: 'Write "auto", or raise services.backend.limits.production.memory.',
      },
    ];
  },
});

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
  variables: ({ answers, stack }) => [...imageVariables(stack), ...variables(answers.apiPrefix)],
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
  container: ({ answers, environment, limits, stack }) => {
    const { folders } = stack.options;
    const development = environment === 'development';
    const workers = answers.workers === 'auto' ? apiWorkers(limits) : answers.workers;
    const name = `${stack.name}-backend`;
    const pool: Env = stack.has('postgres')
      ? { DATABASE_POOL_SIZE: String(answers.pool), DATABASE_MAX_OVERFLOW: String(answers.poolOverflow) }
      : {};
    const shared = {
      port: answers.port,
      application: true,
      healthcheck: {
        test: { exec: pythonProbe(`http://127.0.0.1:${answers.port}${answers.healthPath}`) },
        ...stack.policy.probes.http,
      },
      networks: ['edge', 'data'],
      database: stack.has('postgres')
        ? { processes: development ? 1 : workers, connections: answers.pool + answers.poolOverflow, surge: true }
        : undefined,
    } as const;
    if (development) {
      return {
        ...shared,
        image: { build: { name, context: folders.backend, dockerfile: 'Dockerfile.dev', base: stack.options.images.python } },
        env: pool,
        publish: answers.devPort === false ? [] : [{ host: answers.devPort, container: answers.port, about: 'API', option: ['services', 'backend', 'devPort'] }],
        binds: [source(folders.backend)],
        readOnly: false,
        // Its entrypoint starts as root and becomes the owner of the source.
        capAdd: ['SETGID', 'SETUID'],
        watch: [stack.options.python.packageManager === 'uv' ? 'uv.lock' : 'poetry.lock', 'Dockerfile.dev'].map((file) => ({
          action: 'rebuild' as const,
          path: `${folders.backend}/${file}`,
        })),
        notes: { binds: 'uvicorn reloads when a file here changes.', capAdd: 'To become the owner of the mounted source, who is then the owner of new files.' },
      };
    }
    return {
      ...shared,
      image: { build: { name, context: folders.backend, dockerfile: 'Dockerfile', target: 'runtime', base: stack.options.images.python, size: 'under 500 MB' } },
      env: { ...pool, WEB_CONCURRENCY: String(workers) },
      tmpfs: [
        { target: '/tmp', size: 64 },
        { target: '/app/logs', size: 16, mode: '0755', uid: stack.policy.user.uid, gid: stack.policy.user.gid },
      ],
      stopGrace: 30,
    };
  },
  minimumMemory: '128M',
  files: (context) => backendFiles(context),
  rules: [moduleInPackage, livePath, python, memory],
  docs: ({ answers }) =>
    `\`GET ${answers.healthPath}\` answers 200 when the API and what it depends on are ready, and 503 when not; ` +
    `\`GET ${answers.livePath}\` answers 200 as long as the process serves. Both are reached from inside the network only.`,
});
