import { spawnSync } from 'node:child_process';

const isRoot = process.getuid?.() === 0;

function run(command: string, ...args: readonly string[]): void {
  const [name, ...rest] = isRoot ? [command, ...args] : ['sudo', '--non-interactive', command, ...args];
  const { status, stderr, error } = spawnSync(name, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ${rest.join(' ')}: ${error?.message ?? stderr}`);
}

/** Whether this machine lets us mount. Where it does not, those tests are left out; in CI they run, and then fail. */
export const canMount =
  process.env.CI !== undefined ||
  (process.platform === 'linux' && (isRoot || spawnSync('sudo', ['--non-interactive', 'true']).status === 0));

/** A disk of that size in KiB, over a folder. */
export function mountDisk(folder: string, kilobytes: number): void {
  run('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=777`, 'tmpfs', folder);
}

export function remount(folder: string, how: string): void {
  run('mount', '-o', `remount,${how}`, folder);
}

export function unmount(folder: string): void {
  run('umount', '--lazy', folder);
}

/** Not even root may change or replace it. */
export function immutable(file: string, on: boolean): void {
  run('chattr', on ? '+i' : '-i', file);
}
