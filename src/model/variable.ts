/** In the order of the sections of .env.example. */
export const SECTIONS = ['Application', 'Security', 'Database', 'Redis', 'CORS', 'API'] as const;

/** A variable of .env: what a person may set from outside the files. */
export interface Variable {
  readonly name: string;
  readonly section: (typeof SECTIONS)[number];
  /** One line, for the person who fills it in. */
  readonly about: string;
  /** Made by init-env.sh, never shown, never defaulted in production. */
  readonly secret?: boolean;
  /** Bytes without which production does not take a secret. */
  readonly minimumLength?: number;
  /** The value with which development starts on a fresh clone. */
  readonly development: string;
  /**
   * Production alone reads it in .env, and development has its value for good: it is in a volume from the first start
   * on, or it says where data is. Both environments run from one folder, and so from one .env.
   */
  readonly productionOnly?: boolean;
  /**
   * - `required`: production does not start without it; .env.example holds `example`.
   * - `optional`: production falls back to `fallback`; .env.example holds it commented out.
   * - `noted`: scripts read it in .env, no container does.
   */
  readonly production:
    | { readonly kind: 'required'; readonly example: string }
    | { readonly kind: 'optional'; readonly fallback: string }
    | { readonly kind: 'noted'; readonly example: string };
}

/** The value of an environment variable inside a container: fixed, or taken from a variable of .env. */
export type EnvValue = string | { readonly from: string };
export type Env = Readonly<Record<string, EnvValue>>;

export function from(variable: string): EnvValue {
  return { from: variable };
}
