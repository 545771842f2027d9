import type { Readable } from 'node:stream';
import { Cancelled } from './cancelled.js';

/**
 * What somebody answered to a prompt of clack's.
 *
 * @throws Cancelled where they left, by ^C or by ending the input, of which clack hears nothing.
 */
export async function answered<T>(input: Readable, prompt: Promise<T | symbol>): Promise<Exclude<T, symbol>> {
  let leave: () => void = () => undefined;
  const gone = new Promise<symbol>((resolve) => {
    leave = () => resolve(Symbol('gone'));
    input.once('end', leave).once('close', leave);
  });
  const answer = await Promise.race([prompt, gone]);
  input.off('end', leave).off('close', leave);
  if (typeof answer === 'symbol') throw new Cancelled();
  return answer as Exclude<T, symbol>;
}
