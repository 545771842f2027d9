import { setTimeout as pause } from 'node:timers/promises';
import { cpus } from 'node:os';
import { run } from './shell.js';
import type { RunningStack } from './stack.js';

/** A container as Docker tells of it, ended ones too; times are milliseconds since 1970. */
export interface Lifetime {
  readonly service: string;
  readonly name: string;
  readonly id: string;
  /** 0 when it does not run. */
  readonly pid: number;
  readonly code: number;
  readonly restarts: number;
  /** Empty without a health check. */
  readonly health: string;
  readonly started: number;
  readonly finished: number;
}

interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly RestartCount: number;
  readonly Config: { readonly Labels: Readonly<Record<string, string>> };
  readonly State: {
    readonly Pid: number;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly FinishedAt: string;
    readonly Health?: { readonly Status: string };
  };
}

function lifetime({ Id, Name, RestartCount, Config, State }: Inspected): Lifetime {
  return {
    service: Config.Labels['com.docker.compose.service']!,
    name: Name.slice(1),
    id: Id,
    pid: State.Pid,
    code: State.ExitCode,
    restarts: RestartCount,
    health: State.Health?.Status ?? '',
    started: Date.parse(State.StartedAt),
    finished: Date.parse(State.FinishedAt),
  };
}

export async function lifetimes(
  { project, environment }: Pick<RunningStack, 'project' | 'environment'>,
  ...services: readonly string[]
): Promise<readonly Lifetime[]> {
  const ids = (await project.compose(environment, ['ps', '--all', '--quiet', ...services])).split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  const all = JSON.parse(await run(['docker', 'inspect', ...ids])) as Inspected[];
  return all.map(lifetime).toSorted((a, b) => a.name.localeCompare(b.name));
}

/** What is not as it must be: healthy, or ended well where it is to end. */
export function unwell(all: readonly Lifetime[]): readonly string[] {
  const well = ({ service, pid, code, health }: Lifetime): boolean =>
    service === 'migrate' ? pid === 0 && code === 0 : health === 'healthy';
  return all
    .filter((one) => !well(one))
    .map(({ name, pid, code, health }) => `${name}: ${pid === 0 ? `ended with ${code}` : health}`);
}

async function idleShare(): Promise<number> {
  const times = (): readonly [idle: number, all: number] => {
    const every = cpus().map(({ times }) => times);
    const idle = every.reduce((sum, { idle }) => sum + idle, 0);
    return [idle, every.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle)];
  };
  const [idle, all] = times();
  await pause(1000);
  const [idleNow, allNow] = times();
  return (idleNow - idle) / (allNow - all);
}

/**
 * Waits until nothing else keeps the processors busy, for a minute at most, and says how idle they were in the end: a
 * figure that is taken on a busy machine is one of that machine.
 */
export async function quiet(seconds = 60): Promise<string> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const share = await idleShare();
    if (share > 0.85 || Date.now() > end) return `processors ${Math.round(share * 100)} % idle before`;
  }
}
