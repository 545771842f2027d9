import type { Stack } from '../../model/stack.js';
import { COMPOSE_FILES } from '../compose.js';
import { fill } from '../template.js';
import { find, PRODUCTION, type Section } from './facts.js';
import { LOCK_FILES } from '../../model/lock-files.js';
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

const generated = (task: string, priority: Task['priority'], after: readonly string[] = []): Task => ({
  task,
  priority,
  generated: true,
  after,
});
const yours = (task: string, priority: Task['priority'], after: readonly string[] = []): Task => ({
  task,
  priority,
  generated: false,
  after,
});

function tasksOf(stack: Stack): readonly Task[] {
  const [backend, frontend] = [stack.has('backend'), stack.has('frontend')];
  const images = `Dockerfile${backend && frontend ? 's of the API and the front end' : ''}`;
  const locks = [
    ...(backend ? [LOCK_FILES[stack.options.python.packageManager]] : []),
    ...(frontend ? [LOCK_FILES[stack.options.node.packageManager]] : []),
  ];
  const [development, production] = [
    `Development stack, ${code(COMPOSE_FILES.development)}`,
    `Production stack, ${code(COMPOSE_FILES.production)}`,
  ];
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
    ...(stack.has('postgres')
      ? [yours('Schedule backups, copy them elsewhere, restore one', 'high', [production])]
      : []),
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
    return [
      [
        `The API reaches ${other.definition.title}`,
        `${PRODUCTION} exec backend python -c "${connect}"`,
        'prints nothing',
      ],
    ];
  });
}

function throughTheFrontend(stack: Stack): readonly Check[] {
  const api = find(stack, 'backend');
  const test = typeof api?.healthcheck === 'object' && 'exec' in api.healthcheck.test ? api.healthcheck.test.exec : [];
  const path = /:\d+(\/[^']*)/.exec(test.join(' '))?.[1];
  if (!stack.has('frontend') || api?.port === undefined || path === undefined) return [];
  const ask = `wget -q -O - http://${api.id}:${api.port}${path}`;
  return [['The front end reaches the API', `${PRODUCTION} exec frontend ${ask}`, 'prints that the API is ready']];
}

function running(stack: Stack): readonly Check[] {
  const ofProject = `--filter label=com.docker.compose.project=${stack.environments.production.project}`;
  const unwell = '--filter health=unhealthy --filter health=starting';
  return [
    ['Everything starts', `${PRODUCTION} up -d --wait`, 'ends with 0'],
    ['Every container is healthy', `docker ps ${ofProject} ${unwell} --quiet`, 'prints nothing'],
  ];
}

function operated(stack: Stack): readonly Check[] {
  const service = example(stack);
  const stays = `after ${code('docker kill')} it would stay away, because that counts as stopped by hand`;
  const back = `${code(`${PRODUCTION} ps ${service}`)} shows it up for some seconds; ${stays}`;
  return [
    ['Logs can be read', `${PRODUCTION} logs --tail 5 ${service}`, 'prints lines'],
    ['A container that dies comes back', `${PRODUCTION} exec ${service} sh -c 'kill 1'`, back],
  ];
}

/** The validation of a stack, each check a command: in the order in which they make sense. */
function checksOf(stack: Stack): readonly Check[] {
  const built = stack.environments.production.containers.filter(({ image }) => 'build' in image);
  const images = built.length > 1 ? 'Both images build' : 'The image builds';
  const ours = `${PRODUCTION} config --images | sort -u | grep -F ${stack.name}-`;
  const history = `xargs -n 1 docker history --no-trunc --format '{{.CreatedBy}}' | grep -iE 'secret_key|password'`;
  const some = (check: Check): readonly Check[] => (built.length > 0 ? [check] : []);
  return [
    ...some([images, `${PRODUCTION} build`, 'ends with 0']),
    ...running(stack),
    ...connections(stack),
    ...throughTheFrontend(stack),
    ...operated(stack),
    ...some(['No secret is in an image', `${ours} | ${history}`, 'prints nothing']),
  ];
}

export const tasks: Section = (stack) =>
  fill('docs/tasks.md', {
    tasks: breakdown(stack),
    checks: checksOf(stack)
      .map(([what, command, expected]) => `- [ ] **${what}**: ${expected}\n\n  \`\`\`sh\n  ${command}\n  \`\`\``)
      .join('\n\n'),
  });
