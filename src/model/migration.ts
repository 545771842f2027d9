/** Where something stands in lge.stack.json. */
export type OptionPath = readonly (string | number)[];

/** One change of the options, in the text of which comments and layout stay. */
export type OptionEdit =
  | { readonly kind: 'set'; readonly path: OptionPath; readonly value: unknown }
  /** The answer is carried over as it is. Nothing happens where there is none, or the new place has one. */
  | { readonly kind: 'rename'; readonly path: OptionPath; readonly to: OptionPath }
  | { readonly kind: 'remove'; readonly path: OptionPath };

/** Something that only the user can say. */
export interface Ask {
  readonly path: OptionPath;
  readonly message: string;
  /** What may be answered; absent where it is free text. */
  readonly options?: readonly string[];
}

/**
 * What a version of the template changed about the options: a pure function of what the file holds, as JSON. It is run
 * once for a project that an older version wrote.
 */
export interface Migration {
  /** The first version that reads the options in their new form. */
  readonly version: string;
  /** For people, in one line. */
  readonly about: string;
  readonly edits?: (options: Readonly<Record<string, unknown>>) => readonly OptionEdit[];
  /** Empty where the options say enough. */
  readonly asks?: (options: Readonly<Record<string, unknown>>) => readonly Ask[];
}
