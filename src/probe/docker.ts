import type { DockerFacts, DockerTrouble, Publisher } from './probes.js';
import { ask } from './program.js';

const MEBIBYTE = 1024 * 1024;

/** The engine that `docker` talks to, which may be another machine's. */
export async function docker(): Promise<DockerFacts | undefined> {
  const [info, compose] = await Promise.all([
    ask('docker', ['info', '--format', '{{.ServerVersion}} {{.NCPU}} {{.MemTotal}}']),
    ask('docker', ['compose', 'version', '--short']),
  ]);
  const [, engine, cpus, memory] = /^(\d\S*) (\d+) (\d+)\s*$/.exec(info.out) ?? [];
  if (!info.ok || engine === undefined) return undefined;
  return {
    engine,
    ...(compose.ok && { compose: compose.out.trim().replace(/^v/, '') }),
    host: { cpus: Number(cpus), memory: Math.floor(Number(memory) / MEBIBYTE) },
  };
}

export async function dockerTrouble(): Promise<DockerTrouble> {
  const { missing, err } = await ask('docker', ['info', '--format', '{{.ServerVersion}}']);
  if (missing) return 'not-installed';
  if (/permission denied/i.test(err)) return 'not-allowed';
  if (/cannot connect|connection refused|no such host|is the docker daemon running|failed to connect/i.test(err))
    return 'not-running';
  return { said: err.trim().split('\n').at(-1) ?? '' };
}

const FIELDS = ['{{.Names}}', '{{.Label "com.docker.compose.project"}}', '{{.Label "com.docker.compose.service"}}'];

/** `127.0.0.1:8000-8002->80-82/tcp, 9000/tcp` → 8000, 8001, 8002. UDP is another thing. */
export function publishedIn(ports: string): readonly number[] {
  const ranges = [...ports.matchAll(/:(\d+)(?:-(\d+))?->[\d-]+\/tcp/g)];
  const all = ranges.flatMap(([, first, last = first]) => {
    const [from, to] = [Number(first), Number(last)];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return [...new Set(all)];
}

/** Who has which port of the host, by Docker's own account; empty where no engine answers. */
export async function publishers(): Promise<ReadonlyMap<number, Publisher>> {
  const { ok, out } = await ask('docker', ['ps', '--no-trunc', '--format', [...FIELDS, '{{.Ports}}'].join('\t')]);
  const lines = ok ? out.split('\n').filter((line) => line !== '') : [];
  return new Map(
    lines.flatMap((line) => {
      const [name = '', project = '', service = '', ports = ''] = line.split('\t');
      const publisher = { name, ...(project !== '' && { project }), ...(service !== '' && { service }) };
      return publishedIn(ports).map((port) => [port, publisher] as const);
    }),
  );
}

export async function hasImage(image: string): Promise<boolean> {
  return (await ask('docker', ['image', 'inspect', '--format', '{{.Id}}', image])).ok;
}

/** Nothing is fetched, and the container is gone afterwards. */
export async function sees(folder: string, file: string, image: string): Promise<boolean> {
  const mount = `type=bind,source=${folder},target=/project,readonly`;
  const container = ['run', '--rm', '--pull', 'never', '--network', 'none', '--mount', mount, '--entrypoint', 'test'];
  return (await ask('docker', [...container, image, '-f', `/project/${file}`], 60_000)).ok;
}
