import { styleFor, type Style } from '../../io/terminal.js';
import { memoryBudget, permanent, type MemoryBudget } from '../../model/budget.js';
import { connectionBudget, type ConnectionBudget } from '../../model/connections.js';
import { ENVIRONMENTS, type EnvironmentName } from '../../model/service.js';
import type { EnvironmentModel, Stack } from '../../model/stack.js';
import type { HostFacts } from '../../probe/probes.js';
import type { Call, Context } from '../command.js';
import type { flags } from '../commands/budget.js';
import { EXIT } from '../exit.js';
import { guarded, writeJson } from '../look.js';
import { machineOf, openProject } from './open.js';
import { bar, columns } from './table.js';

interface Share {
  readonly service: string;
  readonly replicas: number;
  /** MiB of each container. */
  readonly memory: number;
  readonly cpus: number;
}

/** Public in `--json`: keys are added, and never change their meaning. Memory in MiB. */
export interface EnvironmentBudget {
  readonly environment: EnvironmentName;
  readonly hosts: number;
  readonly memory: MemoryBudget;
  readonly cpus: {
    readonly total: number;
    /** The sum of all limits, which may be more than there are: they share what there is. */
    readonly limits: number;
  };
  readonly services: readonly Share[];
}

interface Budget {
  readonly environments: readonly EnvironmentBudget[];
  readonly connections?: ConnectionBudget;
  /** What the engine has that development would run on; absent where none answers. */
  readonly engine?: HostFacts;
}

/** Whether development runs on the engine as its options say. */
export function engineShort(stack: Stack, engine: HostFacts): readonly string[] {
  const environment = stack.environments.development;
  const { used, reserve } = memoryBudget(environment);
  const most = Math.max(0, ...environment.containers.map(({ limits }) => limits.cpus));
  return [
    ...(used + reserve > engine.memory
      ? [`Development may take ${used} MiB beside ${reserve} for the system, and the engine has ${engine.memory} MiB.`]
      : []),
    ...(most > engine.cpus
      ? [`A container of development may use ${most} processors, and the engine has ${engine.cpus}: it does not start.`]
      : []),
  ];
}

function ofEnvironment(model: EnvironmentModel): EnvironmentBudget {
  const services = permanent(model).map(({ id, replicas, limits }) => ({ service: id, replicas, ...limits }));
  const limits = services.reduce((sum, { replicas, cpus }) => sum + replicas * cpus, 0);
  return {
    environment: model.name,
    hosts: model.nodes,
    memory: memoryBudget(model),
    cpus: { total: model.host.cpus * model.nodes, limits: Math.round(limits * 100) / 100 },
    services,
  };
}

function tellEnvironment(one: EnvironmentBudget, style: Style, plain: boolean): string {
  const { environment, hosts, memory, cpus, services } = one;
  const { total, reserve, used, free } = memory;
  const whole = total - reserve;
  const paint = free < 0 ? style.red : style.green;
  const rows = services.map(({ service, replicas, memory: each, cpus: some }) => [
    service,
    replicas === 1 ? '' : `${replicas} ×`,
    `${each} MiB`,
    `${some} CPU`,
    bar(replicas * each, whole, plain).replaceAll(/[░-]+$/g, ''),
  ]);
  const where = hosts === 1 ? '' : ` on ${hosts} hosts`;
  return [
    `${style.bold(environment)}: ${total} MiB, ${cpus.total} CPU${where}\n`,
    `  ${paint(bar(used, whole, plain))} ${used}/${whole} MiB (${reserve} kept for the system)\n`,
    columns(rows, [1, 2, 3]),
    free < 0 ? `  ${style.red(`${-free} MiB too many`)}\n` : `  ${free} MiB free; `,
    `${free < 0 ? '  ' : ''}CPU limits add up to ${cpus.limits}\n`,
  ].join('');
}

function tellConnections({ use, spare, available, free }: ConnectionBudget, style: Style, plain: boolean): string {
  const paint = free < 0 ? style.red : style.green;
  const rows = [
    ...use.map(({ id, connections, formula }) => [id, String(connections), formula]),
    ['spare', String(spare), 'a person, a backup, an exporter'],
  ];
  return [
    `${style.bold('connections')} to the database in production\n`,
    `  ${paint(bar(available - free, available, plain))} ${available - free}/${available}\n`,
    columns(rows, [1]),
  ].join('');
}

function tell({ environments, connections, engine }: Budget, short: readonly string[], style: Style, plain: boolean) {
  const parts = [
    ...environments.map((one) => tellEnvironment(one, style, plain)),
    ...(connections ? [tellConnections(connections, style, plain)] : []),
    ...(engine ? [`${style.bold('engine')} of this machine: ${engine.memory} MiB, ${engine.cpus} CPU\n`] : []),
  ];
  const warnings = short.map((line) => `${style.red('✗')} ${line}\n`);
  return `${parts.join('\n')}${warnings.join('')}`;
}

/** Shows what the containers may take, and what there is. */
export function budget({ flags: { json } }: Call<typeof flags>, context: Context): Promise<number> {
  return guarded(context, async () => {
    const { stack } = await openProject(context);
    const engine = (await (await machineOf(context)).docker())?.host;
    const connections = connectionBudget(stack);
    const environments = ENVIRONMENTS.map((name) => ofEnvironment(stack.environments[name]));
    const found: Budget = { environments, ...(connections && { connections }), ...(engine && { engine }) };
    const short = engine ? engineShort(stack, engine) : [];
    const { output, env } = context;
    if (json) writeJson(context, { ...found, short });
    else output.write(tell(found, short, styleFor(output, env), env.TERM === 'dumb'));
    const over = environments.some(({ memory }) => memory.free < 0) || (connections?.free ?? 0) < 0;
    return over || short.length > 0 ? EXIT.drift : EXIT.ok;
  });
}
