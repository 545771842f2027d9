import { memoryBudget, permanent } from '../../model/budget.js';
import type { EnvironmentName } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import { formatMemory, formatSeconds } from '../../model/units.js';
import { COMPOSE_FILES } from '../compose.js';
import { fill } from '../template.js';
import { builds, find, PRODUCTION, type Section } from './facts.js';
import { code, codes, table } from './markdown.js';

type Setting = readonly [wanted: boolean, setting: string, value: string, why: string];

function running({ policy: { runtimeGuards, pidsLimit }, options: { logs }, environments }: Stack): readonly Setting[] {
  const { containers } = environments.production;
  const graces = containers.map(({ stopGrace }) => stopGrace);
  const grace = [...new Set([Math.min(...graces), Math.max(...graces)])].map(formatSeconds).join(' to ');
  const once = containers.some(({ oneShot }) => oneShot) ? '; what runs once is not' : '';
  const noSwap = 'No swap: a container over its limit ends and is restarted, and the host stays quick';
  const files = `${logs.maxFiles} files of ${formatMemory(logs.maxSize)} each`;
  return [
    [true, 'restart', code('unless-stopped'), `A container that ends is started again${once}`],
    [true, 'deploy.resources.limits', 'CPU and memory, see below', 'One service cannot starve the others'],
    [pidsLimit > 0, 'pids', `${pidsLimit} processes and threads`, 'A fork bomb stays in its container'],
    [runtimeGuards, 'memswap_limit', 'as its memory', noSwap],
    [runtimeGuards, 'logging', files, 'Logs never fill the disk'],
    [runtimeGuards, 'init', code('true'), 'Signals are passed on, children that are left behind are reaped'],
    [runtimeGuards, 'stop_grace_period', grace, 'Requests and tasks are finished before the end'],
  ];
}

function locked({ policy }: Stack): readonly Setting[] {
  const readOnly = 'Nothing can be changed in a running container; scratch files are in memory';
  return [
    [policy.readOnlyRoot, 'read_only', code('true'), readOnly],
    [policy.dropCapabilities, 'cap_drop', code('ALL'), 'No privileges of root'],
    [policy.noNewPrivileges, 'security_opt', code('no-new-privileges:true'), 'Nor a way to get them back'],
  ];
}

/** What every container gets; each row only where the policy says so. */
function common(stack: Stack): string {
  const rows = [...running(stack), ...locked(stack)].filter(([wanted]) => wanted);
  return table(
    ['Setting', 'Value', 'Why'],
    rows.map(([, setting, value, why]) => [code(setting), value, why]),
  );
}

function limits(stack: Stack): string {
  const rows = permanent(stack.environments.production).map(({ id, replicas, limits: { cpus, memory } }) => [
    code(id),
    String(replicas),
    String(cpus),
    formatMemory(memory),
    formatMemory(replicas * memory),
  ]);
  return table(['Service', 'Containers:', 'CPUs each:', 'Memory each:', 'Memory:'], rows);
}

function hosts(stack: Stack): string {
  const names: readonly EnvironmentName[] = ['production', 'development'];
  const budgets = names.map((name) => memoryBudget(stack.environments[name]));
  const row = (title: string, key: keyof (typeof budgets)[number]): readonly string[] => [
    title,
    ...budgets.map((budget) => `${budget[key]} MiB`),
  ];
  return table(
    ['Memory', 'Production:', 'Development:'],
    [
      row('Containers at their limits', 'used'),
      row('System and Docker: a tenth, 384 MiB at least', 'reserve'),
      row('Free', 'free'),
      row('**Host**', 'total'),
    ],
  );
}

function rollout(stack: Stack) {
  const api = find(stack, 'backend');
  if (!api) return undefined;
  const needed = api.replicas * api.limits.memory;
  const { free } = memoryBudget(stack.environments.production);
  return { needed, fits: needed <= free, missing: needed - free };
}

export const productionCompose: Section = (stack) => {
  const { containers } = stack.environments.production;
  const brief = containers.filter(({ oneShot }) => oneShot);
  return fill('docs/production.md', {
    file: COMPOSE_FILES.production,
    compose: PRODUCTION,
    built: builds(stack),
    registry: stack.options.registry,
    common: common(stack),
    limits: limits(stack),
    hosts: hosts(stack),
    brief: codes(brief.map(({ id }) => id)),
    cpus: stack.environments.production.host.cpus,
    rollout: rollout(stack),
    tagRequired: stack.policy.imageTag === 'required',
    tag: stack.policy.imageTag,
    shared:
      containers.filter(({ application }) => application).length > 1 &&
      codes(containers.filter(({ application }) => application).map(({ id }) => id)),
    reused: codes(containers.filter(({ image }) => 'of' in image).map(({ id }) => id)),
  });
};
