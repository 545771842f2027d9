/** A whole number of mebibytes: what Compose, PostgreSQL and Redis can all be told without rounding. */
export type Mebibytes = number;
export type Seconds = number;

const MEMORY = /^([1-9]\d*)([MG])$/;

/** `512M` or `2G`, as the Compose Specification writes them (binary units). `undefined` for anything else. */
export function parseMemory(text: string): Mebibytes | undefined {
  const match = MEMORY.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * (match[2] === 'G' ? 1024 : 1);
}

/** The shortest form that says the same: 1024 → `1G`, 1536 → `1536M`. */
export function formatMemory(mebibytes: Mebibytes): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}G` : `${mebibytes}M`;
}

export function formatSeconds(seconds: Seconds): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${seconds * 1000}ms`;
}
