import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { publishers } from './docker.js';
import type { PortUse, Publisher } from './probes.js';
import { ask } from './program.js';

/** An address that is taken does not always keep the others from being taken as well. */
const ADDRESSES = ['0.0.0.0', '127.0.0.1', '::'] as const;

/** Whether somebody has the port at an address; not where this user may not have it, or there is no such address. */
function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({ port, host, ipv6Only: true, exclusive: true }, () => server.close(() => resolve(false)));
  });
}

interface Listener {
  readonly port: number;
  readonly inode: string;
}

/** What Linux says of all that listens, whoever asks; empty elsewhere. */
function listeners(): readonly Listener[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    const lines = quietly(() => readFileSync(file, 'utf8').split('\n').slice(1)) ?? [];
    return lines.flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      // 0A is LISTEN.
      return state === '0A' ? [{ port: Number.parseInt(local.split(':')[1] ?? '', 16), inode }] : [];
    });
  });
}

function quietly<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch {
    return undefined;
  }
}

function holds(pid: string, wanted: ReadonlySet<string>): boolean {
  // Those of other users cannot be read.
  const handles = quietly(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return handles.some((handle) => wanted.has(quietly(() => readlinkSync(`/proc/${pid}/fd/${handle}`)) ?? ''));
}

function processOnLinux(port: number): string | undefined {
  const wanted = new Set(listeners().flatMap((one) => (one.port === port ? [`socket:[${one.inode}]`] : [])));
  if (wanted.size === 0) return undefined;
  const pid = (quietly(() => readdirSync('/proc')) ?? []).find((name) => /^\d+$/.test(name) && holds(name, wanted));
  const name = pid && quietly(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
  return name && `${name} (pid ${pid})`;
}

/** `p812\ncpostgres\n`, as macOS has it. */
async function processByLsof(port: number): Promise<string | undefined> {
  const { out } = await ask('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(out) ?? [];
  return name && `${name} (pid ${pid!})`;
}

/** Who listens, as far as this user may know. */
async function processAt(port: number): Promise<string | undefined> {
  if (process.platform === 'linux') return processOnLinux(port);
  return process.platform === 'win32' ? undefined : processByLsof(port);
}

async function isUsed(port: number): Promise<boolean> {
  if (listeners().some((one) => one.port === port)) return true;
  for (const address of ADDRESSES) if (await isTaken(port, address)) return true;
  return false;
}

function containerWords({ name, project }: Publisher): string {
  return project === undefined ? `container ${name}` : `container ${name} (project ${project})`;
}

/** Docker is asked once for ports that are looked at together; milliseconds. */
const FRESH = 2000;

/** Looks at ports one by one. */
export function portProbe(): (port: number) => Promise<PortUse | undefined> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: ReturnType<typeof publishers> = Promise.resolve(new Map());
  const published = (): ReturnType<typeof publishers> => {
    if (performance.now() - asked > FRESH) {
      asked = performance.now();
      answer = publishers();
    }
    return answer;
  };
  return async (port) => {
    const container = (await published()).get(port);
    if (container) return { port, by: containerWords(container), container };
    if (!(await isUsed(port))) return undefined;
    return { port, by: (await processAt(port)) ?? 'another program' };
  };
}

/** The first port from `port` on that nobody has and that is not in `except`; `undefined` where there is none. */
export async function nextFree(
  port: number,
  probe: (port: number) => Promise<PortUse | undefined>,
  except: ReadonlySet<number> = new Set(),
): Promise<number | undefined> {
  for (let next = port; next <= 65_535; next += 1)
    if (!except.has(next) && (await probe(next)) === undefined) return next;
  return undefined;
}
