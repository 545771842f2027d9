import type { Key } from 'node:readline';
import type { Readable } from 'node:stream';
import { Cancelled } from './cancelled.js';
import { Back } from './leaving.js';

type Prompted<T> = (signal: AbortSignal) => Promise<T | symbol | undefined>;

type Given<T> = { readonly answer: Exclude<T, symbol> } | { readonly left: 'back' | 'cancel' };

const isBack = ({ name, shift }: Key): boolean => name === 'escape' || (name === 'tab' && shift === true);
const isEnd = ({ name, ctrl }: Key): boolean => ctrl === true && (name === 'c' || name === 'd');

/**
 * Lets somebody answer a prompt of clack's, or leave it by what clack by itself takes no notice of: Shift-Tab, Ctrl-D,
 * the end of the input, `stop`, and any of its own keys while it validates.
 */
async function given<T>(input: Readable, prompt: Prompted<T>, stop?: AbortSignal): Promise<Given<T>> {
  const controller = new AbortController();
  let left: 'back' | 'cancel' = 'cancel';
  let done = false;
  // Later, when whatever else hears the same key has done with it.
  const leave = (): void => void setImmediate(() => done || controller.abort());
  const hear = (_: string | undefined, key: Key): void => {
    left = isBack(key) ? 'back' : 'cancel';
    if (isBack(key) || isEnd(key)) leave();
  };
  input.on('keypress', hear).once('end', leave).once('close', leave);
  stop?.addEventListener('abort', leave, { once: true });
  if (input.readableEnded || input.destroyed || stop?.aborted) controller.abort();
  try {
    const answer = await prompt(controller.signal);
    return typeof answer === 'symbol' || answer === undefined
      ? { left: stop?.aborted ? 'cancel' : left }
      : { answer: answer as Exclude<T, symbol> };
  } finally {
    done = true;
    input.off('keypress', hear).off('end', leave).off('close', leave);
    stop?.removeEventListener('abort', leave);
  }
}

/**
 * What somebody answered to a prompt of clack's.
 *
 * @throws Cancelled where they left, by Esc, ^C or by ending the input.
 */
export async function answered<T>(input: Readable, prompt: Prompted<T>): Promise<Exclude<T, symbol>> {
  const said = await given(input, prompt);
  if ('left' in said) throw new Cancelled();
  return said.answer;
}

/**
 * The same where there is a question before this one.
 *
 * @throws Back where they want it, by Esc or Shift-Tab.
 * @throws Cancelled where they left, by ^C, by ending the input or because `stop` said so.
 */
export async function answeredOrBack<T>(
  input: Readable,
  prompt: Prompted<T>,
  stop?: AbortSignal,
): Promise<Exclude<T, symbol>> {
  const said = await given(input, prompt, stop);
  if ('answer' in said) return said.answer;
  throw said.left === 'back' ? new Back() : new Cancelled();
}
