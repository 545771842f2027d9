/** In the order of the sections of .env.example. */
export const SECTIONS = ['Application', 'Security', 'Database', 'Redis', 'CORS', 'API', 'Your application'] as const;

/** A variable of .env: what a person may set from outside the files. */
export interface Variable {
  readonly name: string;
  readonly section: (typeof SECTIONS)[number];
  /** One line, for the person who fills it in. */
  readonly about: string;
  /** Made by init-env.sh, never shown, never defaulted in production. */
  readonly secret?: boolean;
  /** Of a secret: somebody else gives it out, so that scripts/init-env.sh makes none. */
  readonly given?: boolean;
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

/** The value of an environment variable inside a container: fixed, taken from a variable of .env, or made of several. */
export type EnvValue = string | Reference | { readonly parts: readonly (string | Reference)[] };

export interface Reference {
  readonly from: string;
}

export type Env = Readonly<Record<string, EnvValue>>;

export function from(variable: string): Reference {
  return { from: variable };
}

const REFERENCE = /\$\{([A-Z][A-Z0-9_]*)\}|\$\$/g;

/** A text in which `${NAME}` stands for a variable of .env, and `$$` for a dollar. */
export function parts(text: string): EnvValue {
  const found = [...text.matchAll(REFERENCE)];
  const pieces = found.flatMap(([whole, name], index) => {
    const last = found[index - 1];
    const before = text.slice(last ? last.index + last[0].length : 0, found[index]!.index);
    return [before, name === undefined ? whole.slice(1) : from(name)];
  });
  const end = found.at(-1);
  return { parts: [...pieces, text.slice(end ? end.index + end[0].length : 0)].filter((piece) => piece !== '') };
}

/** The variables of .env that a value is made of. */
export function namesIn(value: EnvValue): readonly string[] {
  if (typeof value === 'string') return [];
  if ('from' in value) return [value.from];
  return value.parts.flatMap(namesIn);
}
