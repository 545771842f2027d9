import { compose } from '../../model/compose-files.js';
import { script } from '../../model/names.js';
import type { Stack } from '../../model/stack.js';
import type { Check, Validation } from '../../model/words.js';
import { fill } from '../template.js';
import { answer, find, type Section } from './facts.js';
import { LOCK_FILES, pythonPackages } from '../../model/lock-files.js';
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

/** What must be there before production starts for the first time. */
function preparations(stack: Stack, production: string): readonly Task[] {
  const certificates = `Put ${code('fullchain.pem')} and ${code('privkey.pem')} into ${code(stack.options.folders.certificates)}`;
  return [
    yours(`Make the secrets: ${code(`${script(stack, 'init-env.sh')} production`)}`, 'high', [production]),
    ...stack.target.words(stack).prepare.map(([task, priority]) => yours(task, priority)),
    ...(stack.has('frontend') && stack.options.tls ? [yours(certificates, 'high')] : []),
  ];
}

function tasksOf(stack: Stack): readonly Task[] {
  const [backend, frontend] = [stack.has('backend'), stack.has('frontend')];
  const images = `Dockerfile${backend && frontend ? 's of the API and the front end' : ''}`;
  const locks = [
    ...(backend ? [pythonPackages(stack.options.python)] : []),
    ...(frontend ? [LOCK_FILES[stack.options.node.packageManager]] : []),
  ];
  const [development, production] = [
    `Development stack, ${code(stack.options.composeFiles.development)}`,
    `Production stack, ${code(stack.target.file(stack))}`,
  ];
  const before = preparations(stack, production);
  const first = backend || frontend ? [images] : [];
  return [
    ...first.map((task) => generated(task, 'high')),
    generated(development, 'high', first),
    generated(production, 'high', first),
    generated('Health checks and the order of start', 'high', [development, production]),
    generated(`Settings, ${code('.env.example')}`, 'medium'),
    generated('This document', 'low'),
    ...(locks.length > 0 ? [yours(`Commit ${codes(locks)}`, 'high', first)] : []),
    ...before,
    yours(
      'Work through the validation checklist',
      'high',
      before.map(({ task }) => task),
    ),
    ...(stack.has('postgres')
      ? [yours('Schedule backups, copy them elsewhere, restore one', 'high', [production])]
      : []),
    ...stack.target.words(stack).upkeep.map(([task, priority]) => yours(task, priority, [production])),
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

/** What each service has to reach, as a connection from its own container. */
function connections(stack: Stack, { inside }: Validation): readonly Check[] {
  const api = find(stack, 'backend');
  if (!api) return [];
  return api.dependsOn.flatMap(({ service, until }): readonly Check[] => {
    const other = find(stack, service);
    if (until !== 'healthy' || other?.port === undefined) return [];
    const connect = `import socket; socket.create_connection(('${service}', ${other.port}), 3)`;
    return [
      [`The API reaches ${other.definition.title}`, inside('backend', `python -c "${connect}"`), 'prints nothing'],
    ];
  });
}

function throughTheFrontend(stack: Stack, { inside }: Validation): readonly Check[] {
  const api = find(stack, 'backend');
  const test = typeof api?.healthcheck === 'object' && 'exec' in api.healthcheck.test ? api.healthcheck.test.exec : [];
  const path = /:\d+(\/[^']*)/.exec(test.join(' '))?.[1];
  const asked = answer(stack, 'backend', 'probe') === 'http' && answer(stack, 'backend', 'probeHost') === '';
  if (!asked || !stack.has('frontend') || api?.port === undefined || path === undefined) return [];
  const ask = `wget -q -O - http://${api.id}:${api.port}${path}`;
  return [['The front end reaches the API', inside('frontend', ask), 'prints that the API is ready']];
}

function operated(stack: Stack, { logs, inside, ends, comesBack }: Validation): readonly Check[] {
  const service = example(stack);
  return [
    ['Logs can be read', logs(service), 'prints lines'],
    ['A container that dies comes back', ends?.(service) ?? inside(service, `sh -c 'kill 1'`), comesBack(service)],
  ];
}

/** The validation of a stack, each check a command: in the order in which they make sense. */
function checksOf(stack: Stack): readonly Check[] {
  const built = stack.environments.production.containers.filter(({ image }) => 'build' in image);
  const images = built.length > 1 ? 'Both images build' : 'The image builds';
  const { validation } = stack.target.words(stack);
  const ours = `${validation.images} | sort -u | grep -F ${stack.name}-`;
  const history = `xargs -n 1 docker history --no-trunc --format '{{.CreatedBy}}' | grep -iE 'secret_key|password'`;
  const some = (check: Check): readonly Check[] => (built.length > 0 ? [check] : []);
  return [
    ...some([images, `${compose(stack, 'production')} build`, 'ends with 0']),
    ...validation.running,
    ...connections(stack, validation),
    ...throughTheFrontend(stack, validation),
    ...operated(stack, validation),
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
