import jsonc from 'jsonc-parser';

/**
 * JSON text with another value at a path, or without it where the value is `undefined`. Comments, layout and line ends
 * of the rest stay.
 *
 * @param indentation Of what is new. Default: two blanks.
 */
export function withValue(
  text: string,
  path: readonly (string | number)[],
  value: unknown,
  indentation: Pick<jsonc.FormattingOptions, 'insertSpaces' | 'tabSize'> = { insertSpaces: true, tabSize: 2 },
): string {
  const formattingOptions = { ...indentation, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return jsonc.applyEdits(text, jsonc.modify(text, [...path], value, { formattingOptions }));
}
