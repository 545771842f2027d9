import { Writable, type Readable } from 'node:stream';
import type { Env } from '../command.js';

/** What a terminal can show. */
export interface Abilities {
  readonly colours: boolean;
  readonly unicode: boolean;
}

/** Terminals that understand no movement of the cursor, and people who want none. */
export function wantsPlain(env: Env): boolean {
  const accessible = env.ACCESSIBLE !== undefined && !['', '0', 'false'].includes(env.ACCESSIBLE);
  return env.TERM === 'dumb' || accessible;
}

/** See no-color.org. Where no locale is said, what the terminal shows is most likely UTF-8. */
export function abilitiesOf(env: Env): Abilities {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((one) => one !== undefined && one !== '');
  return {
    colours: !env.NO_COLOR && env.TERM !== 'dumb',
    unicode: env.TERM !== 'linux' && env.TERM !== 'dumb' && (locale === undefined || /utf-?8/i.test(locale)),
  };
}

/** What we and clack show beyond ASCII, each as wide as what stands for it. */
const ASCII: Readonly<Record<string, string>> = {
  '◆': '*',
  '◇': 'o',
  '■': 'x',
  '▲': '!',
  '●': '>',
  '○': ' ',
  '◻': '-',
  '◼': '+',
  '│': '|',
  '─': '-',
  '┌': '+',
  '└': '+',
  '├': '+',
  '╮': '+',
  '╯': '+',
  '╭': '+',
  '╰': '+',
  '█': '#',
  '░': '.',
  '✓': 'v',
  '✗': 'x',
  '·': '-',
  '×': 'x',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '•': '-',
  '…': '.',
  '’': "'",
  '“': '"',
  '”': '"',
};

// eslint-disable-next-line no-control-regex -- that is what they begin with
const COLOUR = /\u001B\[[\d;]*m/g;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** A name of the user's among ours: what is written from right to left must not turn the words around it. */
export function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/** Text as the terminal can show it. */
export function shown(text: string, { colours, unicode }: Abilities): string {
  const plain = colours ? text : text.replaceAll(COLOUR, '');
  if (unicode) return plain;
  // eslint-disable-next-line no-control-regex -- all that is not ASCII
  return plain.replaceAll(/[\u2068\u2069]/g, '').replaceAll(/[^\u0000-\u007F]/gu, (one) => ASCII[one] ?? '?');
}

interface Sized {
  readonly columns?: number;
  readonly rows?: number;
}

/**
 * A terminal as clack wants it: with a width, which some say is 0, and with what it can show and nothing else.
 * `release` must be called when nobody is asked any more.
 */
export class Frame extends Writable {
  public readonly isTTY = true;
  readonly #target: Writable & Sized;
  readonly #abilities: Abilities;
  readonly #resized = (): void => void this.emit('resize');

  public constructor(target: Writable & Sized, abilities: Abilities) {
    super({ decodeStrings: false });
    this.#target = target;
    this.#abilities = abilities;
    target.on('resize', this.#resized);
  }

  public get columns(): number {
    const { columns = 0 } = this.#target;
    return columns > 0 ? columns : 80;
  }

  public get rows(): number {
    const { rows = 0 } = this.#target;
    return rows > 0 ? rows : 24;
  }

  public release(): void {
    this.#target.off('resize', this.#resized);
  }

  public override _write(chunk: string | Buffer, _: BufferEncoding, done: () => void): void {
    this.#target.write(shown(String(chunk), this.#abilities));
    done();
  }
}

/** What a prompt of our own runs on. */
export interface Streams {
  readonly input: Readable;
  readonly output: Frame;
  readonly signal: AbortSignal;
}
