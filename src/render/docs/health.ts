import type { Healthcheck } from '../../model/container.js';
import { hasStarter } from '../../model/layout.js';
import type { Container, Stack } from '../../model/stack.js';
import { formatSeconds } from '../../model/units.js';
import { fill } from '../template.js';
import { type Section, startOrder } from './facts.js';
import { code, codes, listed, table } from './markdown.js';

/** What is asked and how: an address is read out of whichever program asks for it. */
function probe({ test, expects = '200' }: Healthcheck): readonly [check: string, method: string, expected: string] {
  const text = 'exec' in test ? test.exec.join(' ') : test.shell;
  const [, path] = /https?:\/\/127\.0\.0\.1:\d+(\/[^'"\s]*)/.exec(text) ?? [];
  if (path) return [code(path), 'GET', expects];
  return [code(text), 'command', 'exit code 0'];
}

function checks(stack: Stack): string {
  const rows = stack.environments.production.containers.map((container) => {
    const { id, healthcheck, oneShot } = container;
    if (healthcheck === 'none') return [code(id), 'none', '–', oneShot ? 'it ends with 0' : '–', '–', '–', '–', '–'];
    if (healthcheck === 'inherit') return [code(id), "the image's own", '–', 'exit code 0', '–', '–', '–', '–'];
    const { interval, timeout, retries, startPeriod } = healthcheck;
    return [
      code(id),
      ...probe(healthcheck),
      formatSeconds(interval),
      formatSeconds(timeout),
      String(retries),
      formatSeconds(startPeriod),
    ];
  });
  return table(['Service', 'Check', 'Method', 'Expected', 'Every:', 'Timeout:', 'Retries:', 'Start period:'], rows);
}

const UNTIL = { healthy: 'healthy', completed: 'done' } as const;

function waits({ dependsOn }: Container): string {
  const by = (wanted: keyof typeof UNTIL): readonly string[] => {
    const names = dependsOn.filter(({ until }) => until === wanted).map(({ service }) => code(service));
    return names.length > 0 ? [`${listed(names)} ${names.length > 1 ? 'are' : 'is'} ${UNTIL[wanted]}`] : [];
  };
  return listed([...by('healthy'), ...by('completed')]) || 'at once';
}

function order(stack: Stack): string {
  const steps = startOrder(stack.environments.production.containers);
  return table(
    ['Step:', 'Service', 'Starts when'],
    steps.flatMap((step, index) => step.map((container) => [String(index + 1), code(container.id), waits(container)])),
  );
}

/** What the starter's own checks call the two. */
function answerOf(stack: Stack, ready: boolean): string {
  const parts = [...(stack.has('postgres') ? ['database'] : []), ...(stack.has('redis') ? ['cache'] : [])];
  const results = parts.map((part, index) => `,\n  "${part}": "${ready || index > 0 ? 'ok' : 'failed'}"`);
  return `{\n  "status": "${ready ? 'ready' : 'not ready'}",\n  "version": "0.1.0"${results.join('')}\n}`;
}

type Api = Parameters<typeof hasStarter>[0] & Readonly<Record<'healthPath' | 'livePath' | 'apiPrefix', string>>;

/** Which of the API's endpoints nginx passes on, since they lie below its prefix. */
function passedOn({ healthPath, livePath, apiPrefix }: Api): string {
  return codes([...new Set([healthPath, livePath])].filter((path) => path.startsWith(`${apiPrefix}/`)));
}

export const health: Section = (stack) => {
  const words = stack.target.words(stack).health;
  const api = stack.services.find(({ id }) => id === 'backend')?.answers as Api | undefined;
  return fill('docs/health.md', {
    checks: checks(stack),
    order: words.order ?? order(stack),
    asks: words.asks,
    unhealthy: words.unhealthy,
    api: api !== undefined && { ready: api.healthPath, live: api.livePath, passed: passedOn(api) },
    starter: api !== undefined && hasStarter(api),
    answer: answerOf(stack, true),
    dependencies: stack.has('postgres') || stack.has('redis'),
    starting: words.starting,
    startInterval: stack.policy.probes.http.startInterval,
    frontend: stack.has('frontend'),
  });
};
