import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Cancelled } from '../cancelled.js';

/** What somebody types, line by line. */
export interface Lines {
  /** @throws Cancelled at the end of the input, or where `stop` says so. */
  readonly next: () => Promise<string>;
  readonly close: () => void;
}

/** Lines that are typed ahead are answers to what comes. */
export function linesOf(input: Readable, stop: AbortSignal): Lines {
  const reader = createInterface({ input, terminal: false });
  const waiting: string[] = [];
  let ended = input.readableEnded;
  let wake: () => void = () => undefined;
  reader.on('line', (line) => {
    waiting.push(line);
    wake();
  });
  const end = (): void => {
    ended = true;
    wake();
  };
  reader.on('close', end);
  stop.addEventListener('abort', end, { once: true });
  return {
    next: async () => {
      while (waiting.length === 0) {
        if (ended) throw new Cancelled();
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return waiting.shift()!;
    },
    close: () => reader.close(),
  };
}
