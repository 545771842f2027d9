import { memoryBudget, permanent } from '../../model/budget.js';
import type { EnvironmentName } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';
import type { LockdownWords, Setting, Words } from '../../model/words.js';
import { formatMemory, formatSeconds } from '../../model/units.js';
import { fill } from '../template.js';
import { builds, counted, type Section } from './facts.js';
import { code, codes, table } from './markdown.js';

type Guard = readonly [wanted: boolean, ...setting: Setting];

function running(
  { policy: { runtimeGuards, pidsLimit }, options: { logs }, environments }: Stack,
  { swapOff }: LockdownWords,
): readonly Guard[] {
  const { containers } = environments.production;
  const graces = containers.map(({ stopGrace }) => stopGrace);
  const grace = [...new Set([Math.min(...graces), Math.max(...graces)])].map(formatSeconds).join(' to ');
  const noSwap = 'No swap: a container over its limit ends and is restarted, and the host stays quick';
  const files = `${logs.maxFiles} files of ${formatMemory(logs.maxSize)} each`;
  return [
    [true, 'deploy.resources.limits', 'CPU and memory, see below', 'One service cannot starve the others'],
    [pidsLimit > 0, 'pids', `${pidsLimit} processes and threads`, 'A fork bomb stays in its container'],
    [runtimeGuards && swapOff, 'memswap_limit', 'as its memory', noSwap],
    [runtimeGuards, 'logging', files, 'Logs never fill the disk'],
    [runtimeGuards, 'init', code('true'), 'Signals are passed on, children that are left behind are reaped'],
    [runtimeGuards, 'stop_grace_period', grace, 'Requests and tasks are finished before the end'],
  ];
}

function locked({ policy }: Stack, { privileges }: LockdownWords): readonly Guard[] {
  const readOnly = 'Nothing can be changed in a running container; scratch files are in memory';
  return [
    [policy.readOnlyRoot, 'read_only', code('true'), readOnly],
    [policy.dropCapabilities, 'cap_drop', code('ALL'), 'No privileges of root'],
    [policy.noNewPrivileges && privileges.inForce, 'security_opt', privileges.how, 'Nor a way to get them back'],
  ];
}

/** What every container gets; each row only where the policy says so. */
function common(stack: Stack, { file, lockdown }: Words): string {
  const guards = [...running(stack, lockdown), ...locked(stack, lockdown)].filter(([wanted]) => wanted);
  const settings = file.settings ?? [file.restart, ...file.more, ...guards.map(([, ...setting]) => setting)];
  return table(
    ['Setting', 'Value', 'Why'],
    settings.map(([setting, value, why]) => [code(setting), value, why]),
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
  const { nodes } = stack.environments.production;
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
      row(nodes === 1 ? '**Host**' : `**${counted(nodes, 'node')}**`, 'total'),
    ],
  );
}

function rollout(stack: Stack, surge: Words['surge']) {
  if (!surge) return undefined;
  const { about, memory: needed } = surge;
  const { free } = memoryBudget(stack.environments.production);
  return { about, needed, fits: needed <= free, missing: needed - free };
}

export const production: Section = (stack) => {
  const { containers, host, nodes } = stack.environments.production;
  const words = stack.target.words(stack);
  const brief = containers.filter(({ oneShot }) => oneShot);
  return fill('docs/production.md', {
    about: words.file.about,
    untagged: words.file.untagged,
    images: words.file.images,
    built: builds(stack),
    common: common(stack, words),
    limits: limits(stack),
    brief: codes(brief.map(({ id }) => id)),
    cpus: host.cpus,
    hosts: hosts(stack),
    nodes: nodes > 1,
    rollout: rollout(stack, words.surge),
    tagRequired: stack.policy.imageTag === 'required',
    tag: stack.policy.imageTag,
    shared:
      containers.filter(({ application }) => application).length > 1 &&
      codes(containers.filter(({ application }) => application).map(({ id }) => id)),
    reused: codes(containers.filter(({ image }) => 'of' in image).map(({ id }) => id)),
  });
};
