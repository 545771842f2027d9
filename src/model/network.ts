/** For how long nginx keeps the addresses of the API; rollout.sh waits for longer. */
export const RESOLVER_SECONDS = 5;

/** `172.28.5.1/16` → `172.28.0.0/16`; `undefined` where a part is above 255. */
export function networkAddress(cidr: string): string | undefined {
  const [address = '', size = ''] = cidr.split('/');
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => part > 255)) return undefined;
  const value = parts.reduce((sum, part) => sum * 256 + part, 0);
  return `${dotted(value - (value % 2 ** (32 - Number(size))))}/${size}`;
}

/** The two halves of a network: `172.28.0.0/16` → `172.28.0.0/17`, `172.28.128.0/17`. */
export function halves(cidr: string): readonly [string, string] {
  const [address = '', size = ''] = cidr.split('/');
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const half = Number(size) + 1;
  return [`${address}/${half}`, `${dotted(value + 2 ** (32 - half))}/${half}`];
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
