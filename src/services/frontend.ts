import { defineRule, type Rule } from '../model/rule.js';
import type { ContainerSpec, WatchRule } from '../model/container.js';
import { below, ROOT } from '../model/folder.js';
import { LOCK_FILES } from '../model/lock-files.js';
import { defineService, type ServiceContext } from '../model/service.js';
import { from, type Env, type Variable } from '../model/variable.js';
import { imageVariables, VITE_PORT } from './application.js';
import { backend } from './backend.js';
import { developmentPort } from './development-port.js';
import { frontendFiles, nginxPort, nginxTlsPort } from './files/frontend.js';
import { questions } from './questions/frontend.js';
import { forDevelopment } from './files/dockerfiles.js';

const healthPath: Rule = defineRule({
  code: 'health-path',
  severity: 'error',
  about: 'The health path of nginx is below that of the API, which nginx passes on.',
  check: (stack) => {
    const path = stack.get(frontend)?.healthPath;
    const prefix = stack.get(backend)?.apiPrefix;
    if (path === undefined || prefix === undefined || !`${path}/`.startsWith(`${prefix}/`)) return [];
    return [
      {
        path: ['services', 'frontend', 'healthPath'],
        message: `${path} is below ${prefix}, which nginx passes on.`,
        hint: 'Write "/health".',
      },
    ];
  },
});

const rootStarter: Rule = defineRule({
  code: 'starter-in-root',
  severity: 'error',
  about: "The front end's starter would lie where the project's own package.json is.",
  check: (stack) => {
    if (!stack.get(frontend)?.starter || stack.options.folders.frontend !== ROOT) return [];
    return [
      {
        path: ['folders', 'frontend'],
        message: "The project's own package.json is there, and the starter has another.",
        hint: `Write "${stack.name}-frontend", or set services.frontend.starter to false for an application of your own.`,
      },
    ];
  },
});

type Context = ServiceContext<typeof questions>;

const starterAnswers: Rule = defineRule({
  code: 'starter-front-end',
  severity: 'error',
  about: 'The starter is built by Vite, from src and public, by the script build: another answer would not find it.',
  check: (stack) => {
    const answers = stack.get(frontend);
    if (!answers?.starter) return [];
    return (['framework', 'buildScript', 'sources', 'config'] as const)
      .filter((key) => JSON.stringify(answers[key]) !== JSON.stringify(questions[key].default))
      .map((key) => ({
        path: ['services', 'frontend', key],
        message: `The starter is made for ${JSON.stringify(questions[key].default)}.`,
        hint: 'Take it out, or set services.frontend.starter to false for an application of your own.',
      }));
  },
});

/** What the build is told; development passes it on when it runs. */
function buildEnv({ buildVariables }: Context['answers']): Env {
  return Object.fromEntries(Object.keys(buildVariables).map((name) => [name, from(name)]));
}

/** Where the API is, for the proxy of an application of theirs; that of the starter knows. */
function apiAddress({ answers, stack }: Context): Env {
  const api = answers.starter ? undefined : stack.get(backend);
  return api ? { API_URL: `http://${backend.id}:${api.port}` } : {};
}

/** Files of Vite beside what is mounted. */
function watched({ config, framework }: Context['answers'], folder: string): readonly WatchRule[] {
  if (framework !== 'vite') return [];
  return [
    { action: 'sync', path: below(folder, 'index.html'), target: '/app/index.html' },
    ...(config === ''
      ? []
      : [{ action: 'sync+restart', path: below(folder, config), target: `/app/${config}` } as const]),
  ];
}

function buildVariables({ buildVariables }: Context['answers']): readonly Variable[] {
  return Object.entries(buildVariables).map(([name, given]) => ({
    name,
    section: 'Your application',
    about: given.about || 'Fixed when the front end is built.',
    development: given.default,
    production: { kind: 'optional', fallback: given.default },
  }));
}

const SERVERS = { vite: 'Vite', 'create-react-app': 'Create React App' } as const;

function development(context: Context): ContainerSpec {
  const { answers, environment, stack } = context;
  const folder = stack.options.folders.frontend;
  const name = `${stack.name}-frontend`;
  const dockerfile = forDevelopment(answers.dockerfile);
  return {
    summary: `React application, served by ${SERVERS[answers.framework]}, which passes the API on`,
    image: { build: { name, context: folder, dockerfile, base: stack.options.images.node } },
    port: VITE_PORT,
    publish: developmentPort('frontend', 'Front end', VITE_PORT, { answers, environment }),
    env: { ...apiAddress(context), ...buildEnv(answers) },
    binds: answers.sources.map((path) => ({
      source: below(folder, path),
      target: `/app/${path}`,
      readOnly: false,
      about: 'The source',
      backup: false,
    })),
    healthcheck: {
      test: {
        exec: [
          'node',
          '-e',
          `fetch('http://127.0.0.1:${VITE_PORT}/').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
        ],
      },
      ...stack.policy.probes.http,
    },
    networks: ['edge'],
    readOnly: false,
    capAdd: ['SETGID', 'SETUID'],
    watch: [
      ...watched(answers, folder),
      ...[LOCK_FILES[stack.options.node.packageManager], dockerfile].map((file) => ({
        action: 'rebuild' as const,
        path: below(folder, file),
      })),
    ],
    notes: {
      binds: `${SERVERS[answers.framework]} reloads when a file here changes; its dependencies stay in the image.`,
      capAdd: 'To become the owner of the mounted source.',
    },
  };
}

function production({ answers, stack }: Context): ContainerSpec {
  const folder = stack.options.folders.frontend;
  const name = `${stack.name}-frontend`;
  const port = nginxPort(stack.policy.unprivileged);
  const tlsPort = nginxTlsPort(stack.policy.unprivileged);
  const publish = [
    { host: answers.port, container: port, about: 'Front end and API', option: ['services', 'frontend', 'port'] },
  ];
  if (stack.options.tls)
    publish.push({
      host: answers.tlsPort,
      container: tlsPort,
      about: 'Front end and API, HTTPS',
      option: ['services', 'frontend', 'tlsPort'],
    });
  return {
    image: {
      build: {
        name,
        context: folder,
        dockerfile: answers.dockerfile,
        target: 'runtime',
        args: buildEnv(answers),
        base: stack.options.images.nginx,
        size: 'under 50 MB',
      },
    },
    port,
    publish,
    binds: stack.options.tls
      ? [
          {
            source: stack.options.folders.certificates,
            target: '/etc/nginx/ssl',
            readOnly: true,
            about: 'Certificate and its key',
            backup: true,
            secrets: ['fullchain.pem', 'privkey.pem'],
          },
        ]
      : [],
    tmpfs: [{ target: '/tmp', size: 64 }],
    healthcheck: {
      // 127.0.0.1, because localhost is ::1 first and nothing listens there.
      test: { exec: ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}${answers.healthPath}`] },
      asks: { port, path: answers.healthPath },
      ...stack.policy.probes.http,
    },
    networks: ['edge'],
    user: stack.policy.unprivileged ? '101:101' : undefined,
    stopGrace: 30,
    stopSignal: 'SIGQUIT',
    notes: {
      stopSignal: 'nginx finishes the requests that it is at.',
      user: 'nginx in all of its images, also in those that would start as root.',
      ...(stack.options.tls && { binds: 'fullchain.pem and privkey.pem, readable by the group or by user 101.' }),
    },
  };
}

export const frontend = defineService({
  id: 'frontend',
  title: 'Front end',
  summary: 'React application, built by Vite, served by nginx, which passes the API on',
  tier: 'edge',
  questions,
  needs: [{ service: 'backend', until: 'healthy', optional: true }],
  limits: { production: { cpus: 0.5, memory: '256M' }, development: { cpus: 1, memory: '1G' } },
  variables: ({ answers, stack }) => [...imageVariables(stack), ...buildVariables(answers)],
  container: (context) => (context.environment === 'development' ? development(context) : production(context)),
  minimumMemory: '32M',
  files: (context) => frontendFiles(context),
  rules: [healthPath, rootStarter, starterAnswers],
  docs: ({ answers }) =>
    `nginx serves the built application, sends addresses that are no file to \`index.html\`, and passes the API on. ` +
    `\`GET ${answers.healthPath}\` tells whether nginx itself serves. ` +
    `Files are compressed by gzip in the build, other answers on the way; Brotli needs a module that the official image has not.`,
});
