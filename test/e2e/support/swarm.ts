import { attempt, eventually, run } from './shell.js';
import type { RunningStack } from './stack.js';

/** Makes a swarm of this engine alone, with overlay networks as everywhere. */
export async function startSwarm(): Promise<void> {
  const state = await run(['docker', 'info', '--format', '{{.Swarm.LocalNodeState}}']);
  // Somebody's own swarm is nothing to try things on, and to leave afterwards.
  if (state.trim() !== 'inactive') throw new Error(`This engine is part of a swarm already (${state.trim()}).`);
  await run(['docker', 'swarm', 'init', '--advertise-addr', '127.0.0.1']);
}

/** Ends the stack and the swarm; its secrets and configs go with it. */
export async function leaveSwarm({ project }: RunningStack): Promise<void> {
  const name = stackName(project.name);
  await attempt(['docker', 'stack', 'rm', name]);
  await eventually(
    60,
    () => run(['docker', 'ps', '--all', '--quiet', '--filter', `label=com.docker.stack.namespace=${name}`]),
    (ids) => ids.trim() === '',
  );
  await attempt(['docker', 'swarm', 'leave', '--force']);
  await attempt(['docker', 'network', 'rm', 'docker_gwbridge']);
  const volumes = (await run(['docker', 'volume', 'ls', '--quiet', '--filter', `name=${name}_`])).split('\n');
  for (const volume of volumes.filter(Boolean)) await attempt(['docker', 'volume', 'rm', volume]);
}

export const stackName = (project: string): string => `${project}-swarm`;

/** `backend: 2/2`, of every service that stays. */
export async function replicas({ project }: RunningStack): Promise<Readonly<Record<string, string>>> {
  const name = stackName(project.name);
  const text = await run(['docker', 'stack', 'services', '--format', '{{.Name}} {{.Replicas}}', name]);
  const rows = text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(/ (.*)/));
  return Object.fromEntries(rows.map(([service = '', count = '']) => [service.slice(name.length + 1), count]));
}

/** Ids of the containers of a service that run. */
export async function tasks({ project }: RunningStack, service: string): Promise<readonly string[]> {
  const label = `label=com.docker.swarm.service.name=${stackName(project.name)}_${service}`;
  return (await run(['docker', 'ps', '--quiet', '--no-trunc', '--filter', label])).split('\n').filter(Boolean);
}

/** `docker service inspect`, as far as tests ask. */
export async function inspectService<T>({ project }: RunningStack, service: string, format: string): Promise<T> {
  const name = `${stackName(project.name)}_${service}`;
  return JSON.parse(await run(['docker', 'service', 'inspect', '--format', `{{json ${format}}}`, name])) as T;
}
