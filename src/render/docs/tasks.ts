import type { Stack } from '../../model/stack.js';
import { COMPOSE_FILES } from '../compose.js';
import { fill } from '../template.js';
import { find, idOf, PRODUCTION, type Section } from './facts.js';
import { LOCKS } from './images.js';
import { example } from './operations.js';
import { code, codes, listed, table } from './markdown.js';

interface Task {
  readonly task: string;
  readonly priority: 'high' | 'medium' | 'low';
  /** Whether the files do it, or a person has to. */
  readonly generated: boolean;
  /** Tasks that come first, by their text. */
  readonly after?: readonly string[];
}

const generated = (task: string, priority: Task['priority'], after: readonly string[] = []): Task => ({ task, priority, generated: true, after });
const yours = (task: string, priority: Task['priority'], after: readonly string[] = []): Task => ({ task, priority, generated: false, after });

function tasksOf(stack: Stack): readonly Task[] {
  const [backend, frontend] = [stack.has('backend'), stack.has('frontend')];
  const images = `Dockerfile${backend && frontend ? 's of the API and the front end' : ''}`;
  const locks = [...(backend ? [`${stack.options.python.packageManager}.lock`] : []), ...(frontend ? [LOCKS[stack.options.node.packageManager]] : [])];
  const [development, production] = [`Development stack, ${code(COMPOSE_FILES.development)}`, `Production stack, ${code(COMPOSE_FILES.production)}`];
  const secrets = `Make the secrets: ${code('scripts/init-env.sh production')}`;
  const certificates = `Put ${code('fullchain.pem')} and ${code('privkey.pem')} into ${code('nginx/ssl')}`;
  const tls = frontend && stack.options.tls;
  const first = backend || frontend ? [images] : [];
  return [
    ...first.map((task) => generated(task, 'high')),
    generated(development, 'high', first),
    generated(production, 'high', first),
    generated('Health checks and the order of start', 'high', [development, production]),
    generated(`Settings, ${code('.env.example')}`, 'medium'),
    generated('This document', 'low'),
    ...(locks.length > 0 ? [yours(`Commit ${codes(locks)}`, 'high', first)] : []),
    yours(secrets, 'high', [production]),
    ...(tls ? [yours(certificates, 'high')] : []),
    yours('Work through the validation checklist', 'high', [secrets, ...(tls ? [certificates] : [])]),
    ...(stack.has('postgres') ? [yours('Schedule backups, copy them elsewhere, restore one', 'high', [production])] : []),
    yours(`Schedule ${code('scripts/restart-unhealthy.sh')}`, 'medium', [production]),
    yours('Scan the images in the pipeline', 'medium', first),
  ];
}

function breakdown(stack: Stack): string {
  const tasks = tasksOf(stack);
  const number = (text: string): string => String(tasks.findIndex(({ task }) => task === text) + 1);
  const rows = tasks.map(({ task, priority, generated: done, after = [] }, index) => [
    String(index + 1),
    task,
    priority,
    done ? 'done: generated' : 'yours',
    listed(after.map(number)) || '–',
  ]);
  return table(['#:', 'Task', 'Priority', 'Status', 'After'], rows);
}

type Check = readonly [what: string, command: string, expected: string];

/** What each service has to reach, as a connection from its own container. */
function connections(stack: Stack): readonly Check[] {
  const api = find(stack, 'backend');
  if (!api) return [];
  return api.dependsOn.flatMap(({ service, until }): readonly Check[] => {
    const other = find(stack, service);
    if (until !== 'healthy' || other?.port === undefined) return [];
    const connect = `import socket; socket.create_connection(('${service}', ${other.port}), 3)`;
    return [[`The API reaches ${other.definition.title}`, `${PRODUCTION} exec backend python -c "${connect}"`, 'prints nothing']];
  });
}

export function checksOf(stack: Stack): readonly Check[] {
  const { project, containers } = stack.environments.production;
  const [frontend, api] = [find(stack, 'frontend'), find(stack, 'backend')];
  const built = containers.filter(({ image }) => 'build' in image).map(idOf);
  const service = example(stack);
  const path = typeof api?.healthcheck === 'object' && 'exec' in api.healthcheck.test ? /:\d+(\/[^']*)/.exec(api.healthcheck.test.exec.join(' '))?.[1] : undefined;
  const unwell = '--filter health=unhealthy --filter health=starting';
  const history = `xargs -n 1 docker history --no-trunc --format '{{.CreatedBy}}'`;
  const inFrontend = frontend && api?.port !== undefined && path;
  return [
    ...(built.length > 0 ? [[`${built.length > 1 ? 'Both images build' : 'The image builds'}`, `${PRODUCTION} build`, 'ends with 0'] as const] : []),
    ['Everything starts', `${PRODUCTION} up -d --wait`, 'ends with 0'],
    ['Every container is healthy', `docker ps --filter label=com.docker.compose.project=${project} ${unwell} --quiet`, 'prints nothing'],
    ...connections(stack),
    ...(inFrontend ? [['The front end reaches the API', `${PRODUCTION} exec frontend wget -q -O - http://backend:${api.port}${path}`, 'prints that the API is ready'] as const] : []),
    ['Logs can be read', `${PRODUCTION} logs --tail 5 ${service}`, 'prints lines'],
    ['A container that dies comes back', `${PRODUCTION} exec ${service} sh -c 'kill 1'`, `${code(`${PRODUCTION} ps ${service}`)} shows it up for some seconds (after ${code('docker kill')} it would stay away: that counts as stopped by hand)`],
    ...(built.length > 0
      ? [['No secret is in an image', `${PRODUCTION} config --images | grep -F ${stack.name}- | ${history} | grep -iE 'secret_key|password'`, 'prints nothing'] as const]
      : []),
  ];
}

export const tasks: Section = (stack) =>
  fill('docs/tasks.md', {
    tasks: breakdown(stack),
    checks: checksOf(stack)
      .map(([what, command, expected]) => `- [ ] **${what}**: ${expected}\n\n  \`\`\`sh\n  ${command}\n  \`\`\``)
      .join('\n\n'),
  });
