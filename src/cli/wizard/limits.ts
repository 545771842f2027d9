import { fittedLimits, floorOf, memoryBudget, permanent, type MemoryBudget } from '../../model/budget.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { EnvironmentName } from '../../model/service.js';
import type { Container, EnvironmentModel } from '../../model/stack.js';
import { formatMemory, type Mebibytes } from '../../model/units.js';
import { valueAt, withAt, type Json, type Path } from '../json.js';
import { resolved } from './resolved.js';

export type Amount = 'memory' | 'cpus';

export interface MeterRow {
  readonly id: string;
  readonly title: string;
  readonly replicas: number;
  readonly memory: Mebibytes;
  readonly cpus: number;
  readonly floor: Mebibytes;
}

/** Limits of one environment against its host. Every change makes another one; nothing in it is changed. */
export interface LimitsMeter {
  readonly environment: EnvironmentName;
  readonly options: Json;
  readonly rows: readonly MeterRow[];
  readonly budget: MemoryBudget;
  readonly cpus: number;
  /** What makes it impossible, in the words of the rules. */
  readonly errors: readonly Diagnostic[];
  readonly warnings: readonly Diagnostic[];
}

const limitPath = (id: string, environment: EnvironmentName, amount: Amount): Path => [
  'services',
  id,
  'limits',
  environment,
  amount,
];

function rowOf(container: Container): MeterRow {
  const { id, definition, replicas, limits } = container;
  return { id, title: definition.title, replicas, ...limits, floor: floorOf(container) };
}

/** What is about amounts in this environment: another screen asks for the rest. */
function isAbout({ path, code }: Diagnostic, environment: EnvironmentName): boolean {
  const other = environment === 'production' ? 'development' : 'production';
  if (path.includes(other)) return false;
  return path.includes(environment) || (environment === 'production' && /-(?:memory|budget)$/.test(code));
}

export function limitsMeter(options: Json, environment: EnvironmentName): LimitsMeter {
  const { stack, diagnostics } = resolved(options);
  const model = stack.environments[environment];
  const about = diagnostics.filter((one) => isAbout(one, environment));
  return {
    environment,
    options,
    rows: permanent(model).map(rowOf),
    budget: memoryBudget(model),
    cpus: model.host.cpus,
    errors: about.filter(({ severity }) => severity === 'error'),
    warnings: about.filter(({ severity }) => severity === 'warning'),
  };
}

/** Small amounts in small steps. Down from 256 it is 240, and up from it 288. */
function step(memory: Mebibytes, direction: 1 | -1): Mebibytes {
  const from = direction === 1 ? memory : memory - 1;
  const size = from < 256 ? 16 : from < 1024 ? 32 : from < 4096 ? 128 : 512;
  const next = direction === 1 ? Math.floor(memory / size) * size + size : Math.ceil(memory / size) * size - size;
  return Math.max(16, next);
}

function stepCpus(cpus: number, direction: 1 | -1): number {
  const size = (direction === 1 ? cpus : cpus - 0.01) < 1 ? 0.25 : 0.5;
  const next = direction === 1 ? Math.floor(cpus / size) * size + size : Math.ceil(cpus / size) * size - size;
  return Math.max(0.25, next);
}

export function withLimit(meter: LimitsMeter, id: string, amount: Amount, value: number): LimitsMeter {
  const { options, environment } = meter;
  const written = amount === 'memory' ? formatMemory(value) : value;
  return limitsMeter(withAt(opened(options, id), limitPath(id, environment, amount), written), environment);
}

/** `"redis": true` has no place for limits. */
function opened(options: Json, id: string): Json {
  return valueAt(options, ['services', id]) === true ? withAt(options, ['services', id], undefined) : options;
}

/** One step more or less for a row. */
export function nudged(meter: LimitsMeter, index: number, amount: Amount, direction: 1 | -1): LimitsMeter {
  const row = meter.rows[index];
  if (!row) return meter;
  const value = amount === 'memory' ? step(row.memory, direction) : stepCpus(row.cpus, direction);
  return withLimit(meter, row.id, amount, value);
}

/** Limits as they were by default, or as much of that as the host has. */
export function rebalanced(meter: LimitsMeter): LimitsMeter {
  const { environment } = meter;
  const fresh = meter.rows.reduce(
    (left, { id }) => withAt(opened(left, id), limitPath(id, environment, 'memory').slice(0, -1), undefined),
    meter.options,
  );
  const model: EnvironmentModel = resolved(fresh).stack.environments[environment];
  const fitted = fittedLimits(model);
  if (!fitted) return meter;
  const memory = limitsMeter(fresh, environment).errors.length === 0 ? [] : fitted;
  const capped = model.containers.filter(({ limits }) => limits.cpus > model.host.cpus);
  const options = [
    ...memory.map((one) => [limitPath(one.id, environment, 'memory'), formatMemory(one.memory)] as const),
    ...capped.map(({ id }) => [limitPath(id, environment, 'cpus'), model.host.cpus] as const),
  ].reduce((left, [path, value]) => withAt(left, path, value), fresh);
  return limitsMeter(options, environment);
}

/** `1536/1664 MiB (384 kept for the system)`. */
export function budgetText({ budget: { total, reserve, used, free } }: LimitsMeter): string {
  const over = free < 0 ? `, ${-free} too much` : '';
  return `${used}/${total - reserve} MiB (${reserve} kept for the system${over})`;
}
