import type { ServiceFile } from '../../model/files.js';
import { compose } from '../../model/compose-files.js';
import { below, besideApplications, ROOT } from '../../model/folder.js';
import { LOCK_COMMANDS } from '../../model/lock-files.js';
import { RESOLVER_SECONDS } from '../../model/network.js';
import type { ServiceContext } from '../../model/service.js';
import { nginxWorkers } from '../../model/sizing.js';
import { formatMemory } from '../../model/units.js';
import { VITE_PORT } from '../application.js';
import { backend } from '../backend.js';
import type { questions } from '../questions/frontend.js';
import { probeView } from './probe.js';
import { starterFiles, type StarterFacts } from './starter.js';
import { dockerfiles } from './dockerfiles.js';

type Context = ServiceContext<typeof questions>;

const listed = (items: readonly string[]): string => items.join(', ').replace(/, (?=[^,]*$)/, ' and ');

// Without root there is no port below 1024 that every engine lets it have.
export const nginxPort = (unprivileged: boolean): number => (unprivileged ? 8080 : 80);
export const nginxTlsPort = (unprivileged: boolean): number => (unprivileged ? 8443 : 443);

function dockerfileView({ answers, stack }: Context) {
  const { images, node, title, tls } = stack.options;
  const versions = { npm: '', pnpm: node.pnpmVersion, yarn: node.yarnVersion };
  return {
    title,
    nodeImage: images.node,
    nginxImage: images.nginx,
    npm: node.packageManager === 'npm',
    pnpm: node.packageManager === 'pnpm',
    yarn: node.packageManager === 'yarn',
    packageManagerVersion: versions[node.packageManager],
    lockCommand: LOCK_COMMANDS[node.packageManager],
    distFolder: answers.distFolder,
    vite: answers.framework === 'vite',
    served: listed(answers.sources.map((path) => `${path}/`)),
    several: answers.sources.length > 1,
    buildScript: answers.buildScript,
    buildVariables: Object.keys(answers.buildVariables),
    root: stack.options.folders.frontend === ROOT,
    beside: besideApplications(stack.options),
    others: stack.has('backend') && stack.options.folders.backend !== ROOT ? [stack.options.folders.backend] : [],
    healthPath: answers.healthPath,
    probe: probeView(stack.policy.probes.http),
    port: nginxPort(stack.policy.unprivileged),
    tls,
    tlsPort: nginxTlsPort(stack.policy.unprivileged),
    devPort: VITE_PORT,
  };
}

function nginxView({ answers, limits, stack }: Context) {
  const { domain, logs, tls } = stack.options;
  const { unprivileged } = stack.policy;
  const api = stack.get(backend);
  // A port that is not 443 must be in the address to which plain HTTP is sent.
  const redirectHost = answers.tlsPort === 443 ? '$host' : `$host:${answers.tlsPort}`;
  return {
    unprivileged,
    workers: nginxWorkers(limits),
    uploadLimit: formatMemory(answers.uploadLimit).toLowerCase(),
    trustedProxies: answers.trustedProxies,
    logFormatJson: logs.format === 'json',
    tls,
    hstsSeconds: answers.hstsSeconds,
    healthPath: answers.healthPath,
    assets: `/${answers.assetsFolder}/`,
    websocket: answers.websocket,
    csp: answers.csp,
    port: nginxPort(unprivileged),
    tlsPort: nginxTlsPort(unprivileged),
    serverName: domain || '_',
    redirectHost,
    resolver: stack.resolver,
    resolverSeconds: RESOLVER_SECONDS,
    backend: api !== undefined,
    backendHost: 'backend',
    backendPort: api?.port ?? 0,
    apiLocation: `${api?.apiPrefix ?? ''}/`,
  };
}

function ssl({ stack }: Context): ServiceFile {
  const { certificates } = stack.options.folders;
  const view = {
    host: stack.options.domain || 'localhost',
    certificates,
    compose: compose(stack, 'production'),
  };
  return { template: 'frontend/ssl/README.md', path: `${certificates}/README.md`, owner: 'merged', view };
}

function frontendFacts({ answers, stack }: Context): StarterFacts {
  const api = stack.get(backend);
  return {
    package: api?.package ?? 'src',
    apiPrefix: api?.apiPrefix ?? '/api',
    healthPath: api?.healthPath ?? '/health',
    livePath: api?.livePath ?? '/health/live',
    port: api?.port ?? 8000,
    distFolder: answers.distFolder,
    devPort: VITE_PORT,
  };
}

export function frontendFiles(context: Context): readonly ServiceFile[] {
  const folder = context.stack.options.folders.frontend;
  const view = dockerfileView(context);
  return [
    ...dockerfiles({ part: 'frontend', folder, dockerfile: context.answers.dockerfile, view }),
    {
      template: 'frontend/dev-entrypoint',
      path: below(folder, 'dev-entrypoint'),
      view: { source: below('/app', context.answers.sources[0] ?? '').replace(/\/$/, '') },
      owner: 'merged',
      executable: true,
    },
    {
      template: 'frontend/nginx/nginx.conf',
      path: below(folder, 'nginx/nginx.conf'),
      owner: 'merged',
      view: nginxView(context),
    },
    { template: 'frontend/nginx/conf.d/README.md', path: below(folder, 'nginx/conf.d/README.md'), owner: 'merged' },
    ...(context.stack.options.tls ? [ssl(context)] : []),
    ...(context.answers.starter ? starterFiles('frontend', folder, context, frontendFacts(context)) : []),
  ];
}
