import { ask, type Answer } from './http.js';

/** Sends a body several times; each request waits with its last byte until all the others are there. */
export function uploadAtOnce(origin: string, path: string, count: number, body: Buffer): Promise<readonly Answer[]> {
  let sent = 0;
  let release: () => void;
  const allSent = new Promise<void>((resolve) => (release = resolve));
  const beforeLastByte = (): Promise<void> => {
    if (++sent === count) release();
    return allSent;
  };
  const headers = { 'Content-Length': String(body.length) };
  return Promise.all(
    Array.from({ length: count }, () => ask(origin, path, { method: 'POST', headers, body, beforeLastByte })),
  );
}
