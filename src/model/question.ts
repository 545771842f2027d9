import type { Mebibytes } from './units.js';

interface Asked {
  /** What the prompt asks, what the schema and the documents say. */
  readonly message: string;
}

export interface Confirm extends Asked {
  readonly kind: 'confirm';
  readonly default: boolean;
}

export interface Select<T extends string = string> extends Asked {
  readonly kind: 'select';
  readonly options: readonly T[];
  readonly default: T;
}

export interface Text extends Asked {
  readonly kind: 'text';
  /** `{name}`, `{snake}` and `{title}` stand for the name of the project in its three spellings. */
  readonly default?: string;
  readonly pattern: RegExp;
  /** What a value must look like; completes the sentence "… must be". */
  readonly must: string;
}

export interface NumberQuestion extends Asked {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** A number, or `auto`: derived from the limits by a formula. */
export interface AutoNumber extends Asked {
  readonly kind: 'auto';
  readonly default: number | 'auto';
  readonly min: number;
  readonly max: number;
}

/** A port of the host; `false` publishes nothing. */
export interface Port extends Asked {
  readonly kind: 'port';
  readonly default: number | false;
  readonly optional: boolean;
}

export interface Memory extends Asked {
  readonly kind: 'memory';
  readonly default: string;
}

export interface List extends Asked {
  readonly kind: 'list';
  readonly default: readonly string[];
  readonly pattern: RegExp;
  readonly must: string;
}

export interface Group extends Asked {
  readonly kind: 'group';
  readonly fields: Questions;
}

/** Answers under names that the user chooses. */
export interface Named extends Asked {
  readonly kind: 'named';
  readonly default: Readonly<Record<string, never>>;
  /** What a name looks like. */
  readonly pattern: RegExp;
  readonly must: string;
  /** What is asked under each name. */
  readonly of: Question;
}

export type Question = Confirm | Select | Text | NumberQuestion | AutoNumber | Port | Memory | List | Group | Named;
export type Questions = { readonly [key: string]: Question };

/** The type of an answer, inferred from its question. */
export type Answer<Q> = Q extends { readonly kind: 'group'; readonly fields: infer F extends Questions }
  ? Answers<F>
  : Q extends { readonly kind: 'select'; readonly options: readonly (infer T)[] }
    ? T
    : Q extends { readonly kind: 'confirm' }
      ? boolean
      : Q extends { readonly kind: 'text' }
        ? string
        : Q extends { readonly kind: 'number' }
          ? number
          : Q extends { readonly kind: 'auto' }
            ? number | 'auto'
            : Q extends { readonly kind: 'port'; readonly optional: true }
              ? number | false
              : Q extends { readonly kind: 'port' }
                ? number
                : Q extends { readonly kind: 'memory' }
                  ? Mebibytes
                  : Q extends { readonly kind: 'list' }
                    ? readonly string[]
                    : Q extends { readonly kind: 'named'; readonly of: infer V }
                      ? { readonly [K in string]: Answer<V> }
                      : never;

export type Answers<F extends Questions> = { readonly [K in keyof F]: Answer<F[K]> };

/** Keeps the literal types of the questions, from which those of the answers follow. */
export function defineQuestions<const F extends Questions>(fields: F): F {
  return fields;
}
