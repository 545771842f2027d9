import { inside, type Container } from './stack.js';

export interface Limits {
  readonly memory: number;
  /** Beyond `memory`. */
  readonly swap: number;
  readonly cpus: number;
  readonly pids: number;
}

type Read = (...files: readonly string[]) => readonly string[];

/** What the kernel holds a container to, in either version of control groups. */
export async function limitsInForce(container: Container): Promise<Limits> {
  const text = await inside(
    container,
    'cd /sys/fs/cgroup; grep -s "" *.max */*limit_in_bytes */pids.max cpu/cpu.cfs_*_us; true',
  );
  const values = new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(/:(.*)/s).slice(0, 2) as [string, string]),
  );
  const read: Read = (...files) => files.map((file) => values.get(file) ?? '');
  return values.has('memory.max') ? versionTwo(read) : versionOne(read);
}

function versionTwo(read: Read): Limits {
  const [memory, swap, cpu, pids] = read('memory.max', 'memory.swap.max', 'cpu.max', 'pids.max');
  const [quota, period] = cpu!.split(' ');
  return { memory: Number(memory), swap: Number(swap), cpus: Number(quota) / Number(period), pids: Number(pids) };
}

function versionOne(read: Read): Limits {
  const [memory, withSwap, pids] = read(
    'memory/memory.limit_in_bytes',
    'memory/memory.memsw.limit_in_bytes',
    'pids/pids.max',
  ).map(Number);
  const [quota, period] = read('cpu/cpu.cfs_quota_us', 'cpu/cpu.cfs_period_us').map(Number);
  return { memory: memory!, swap: withSwap! - memory!, cpus: quota! / period!, pids: pids! };
}
