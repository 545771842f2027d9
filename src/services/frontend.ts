import { defineQuestions } from '../model/question.js';
import { defineRule, type Rule } from '../model/rule.js';
import type { ContainerSpec } from '../model/container.js';
import { LOCK_FILES } from '../model/lock-files.js';
import { defineService, type ServiceContext } from '../model/service.js';
import { imageVariables } from './application.js';
import { backend } from './backend.js';
import { frontendFiles, nginxPort, nginxTlsPort, VITE_PORT } from './files/frontend.js';

const CSP = [
  "default-src 'self'",
  "base-uri 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "object-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
].join('; ');

// An address, and how many of its bits name the network.
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}(?:/(?:3[0-2]|[12]?\\d))?`;
const HEX = '[0-9a-f]{1,4}';
const IPV6 = `(?:(?:${HEX}:){7}${HEX}|(?!.*::.*::)(?=[0-9a-f:]*::)(?:${HEX}(?::${HEX}){0,5})?::(?:${HEX}(?::${HEX}){0,5})?)(?:/(?:12[0-8]|1[01]\\d|\\d?\\d))?`;

export const questions = defineQuestions({
  port: { kind: 'port', message: 'HTTP port of the production host', default: 80, optional: false },
  tlsPort: { kind: 'port', message: 'HTTPS port of the production host, with TLS', default: 443, optional: false },
  devPort: { kind: 'port', message: 'Port in development', default: 80, optional: false },
  healthPath: {
    kind: 'text',
    message: 'Path that says whether nginx serves',
    default: '/health',
    pattern: /^(\/[A-Za-z0-9][A-Za-z0-9_.-]*)+$/,
    must: 'a path, such as /health',
  },
  distFolder: {
    kind: 'text',
    message: 'Folder into which the front end is built',
    default: 'dist',
    pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]*$/,
    must: 'a folder name, such as dist',
  },
  uploadLimit: { kind: 'memory', message: 'The largest request that nginx takes', default: '10M' },
  websocket: { kind: 'confirm', message: 'Pass WebSockets on to the API?', default: true },
  csp: {
    kind: 'text',
    message: 'Content Security Policy of every answer',
    default: CSP,
    pattern: /^[A-Za-z0-9 ;:'.*/_-]+$/,
    must: "a Content-Security-Policy header's value",
  },
  hstsSeconds: {
    kind: 'number',
    message: 'Seconds for which browsers insist on HTTPS',
    default: 31_536_000,
    min: 0,
    max: 63_072_000,
    integer: true,
  },
  trustedProxies: {
    kind: 'list',
    message: 'Addresses of proxies in front of nginx, which may name the client',
    default: [],
    pattern: new RegExp(`^(?:${IPV4}|${IPV6})$`),
    must: 'an address or a network, such as 10.0.0.0/8',
  },
});

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

type Context = ServiceContext<typeof questions>;

function development({ answers, stack }: Context): ContainerSpec {
  const folder = stack.options.folders.frontend;
  const name = `${stack.name}-frontend`;
  const mounted = ['src', 'public'];
  return {
    image: { build: { name, context: folder, dockerfile: 'Dockerfile.dev', base: stack.options.images.node } },
    port: VITE_PORT,
    publish: [
      {
        host: answers.devPort,
        container: VITE_PORT,
        about: 'Front end',
        option: ['services', 'frontend', 'devPort'],
      },
    ],
    binds: mounted.map((path) => ({
      source: `${folder}/${path}`,
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
      { action: 'sync', path: `${folder}/index.html`, target: '/app/index.html' },
      { action: 'sync+restart', path: `${folder}/vite.config.ts`, target: '/app/vite.config.ts' },
      ...[LOCK_FILES[stack.options.node.packageManager], 'Dockerfile.dev'].map((file) => ({
        action: 'rebuild' as const,
        path: `${folder}/${file}`,
      })),
    ],
    notes: {
      binds: 'Vite reloads when a file here changes; its dependencies stay in the image.',
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
        dockerfile: 'Dockerfile',
        target: 'runtime',
        base: stack.options.images.nginx,
        size: 'under 50 MB',
      },
    },
    port,
    publish,
    binds: stack.options.tls
      ? [
          {
            source: 'nginx/ssl',
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
  variables: ({ stack }) => imageVariables(stack),
  container: (context) => (context.environment === 'development' ? development(context) : production(context)),
  minimumMemory: '32M',
  files: (context) => frontendFiles(context),
  rules: [healthPath],
  docs: ({ answers }) =>
    `nginx serves the built application, sends addresses that are no file to \`index.html\`, and passes the API on. ` +
    `\`GET ${answers.healthPath}\` tells whether nginx itself serves.`,
});
