import type { LimitsMeter } from './limits.js';

/** One of several answers. */
export interface Choice<T extends string = string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** Where in the questions this one is: `shop · 3/8`. */
export interface Place {
  readonly name: string;
  readonly index: number;
  readonly count: number;
}

export interface Question {
  readonly place: Place;
  readonly message: string;
}

export interface Field {
  /** Of the option that it is about, dotted. */
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

/** By the id of a field: what is wrong with its value. */
export type Problems = ReadonlyMap<string, string>;

/**
 * How somebody is asked. Every question may end in `Back` or `Cancelled`, which are thrown. Two of them: with a cursor
 * that moves, and line by line.
 */
export interface Ui {
  /** How one goes on, goes back and leaves: a sentence. */
  readonly help: string;
  /** Asks nothing. */
  readonly tell: (lines: readonly string[]) => void;
  readonly select: <T extends string>(
    question: Question & { readonly choices: readonly Choice<T>[]; readonly initial?: T },
  ) => Promise<T>;
  /** Any number of them, one at least. */
  readonly pick: <T extends string>(
    question: Question & { readonly choices: readonly Choice<T>[]; readonly initial: readonly T[] },
  ) => Promise<readonly T[]>;
  /** `check` says what is wrong with a value. */
  readonly text: (
    question: Question & {
      readonly initial: string;
      readonly check: (value: string) => Promise<string | undefined> | string | undefined;
    },
  ) => Promise<string>;
  /** Several values at once, in the order of the fields. */
  readonly table: (
    question: Question & {
      readonly fields: readonly Field[];
      /** What one may type, in a few words. */
      readonly help: string;
      readonly check: (values: readonly string[]) => Promise<Problems>;
    },
  ) => Promise<readonly string[]>;
  /** Ends with limits that are impossible where somebody insists on them: what then is asked next. */
  readonly meter: (question: Question & { readonly meter: LimitsMeter }) => Promise<LimitsMeter>;
}
