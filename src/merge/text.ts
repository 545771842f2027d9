/** Without byte order mark and with LF: the form in which texts are compared and hashed. */
export function normalise(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** The lines of a normalised text. That the last one ends in a line end is no line of its own. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Whether the last line ends in a line end. A text without lines does. */
export function endsWell(text: string): boolean {
  return text === '' || text.endsWith('\n');
}

export function joined(lines: readonly string[], ends = true): string {
  if (lines.length === 0) return '';
  return ends ? `${lines.join('\n')}\n` : lines.join('\n');
}
