import type { Readable } from 'node:stream';
import { Cancelled } from './cancelled.js';

/**
 * What somebody answered to a prompt of clack's.
 *
 * @throws Cancelled where they left, by ^C or by ending the input, of which clack by itself takes no notice.
 */
export async function answered<T>(
  input: Readable,
  prompt: (signal: AbortSignal) => Promise<T | symbol>,
): Promise<Exclude<T, symbol>> {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  input.once('end', leave).once('close', leave);
  const answer = await prompt(controller.signal);
  input.off('end', leave).off('close', leave);
  if (typeof answer === 'symbol') throw new Cancelled();
  return answer as Exclude<T, symbol>;
}
