/** What git or an editor may have done to a file without changing what it says. */
interface Dress {
  readonly bom: string;
  readonly end: '\n' | '\r\n';
}

/** Without byte order mark and with LF: the form in which texts are compared and hashed. */
export function normalise(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

function dressOf(text: string): Dress {
  const ends = text.split('\n').length - 1;
  const crlf = text.split('\r\n').length - 1;
  return { bom: text.startsWith('\uFEFF') ? '\uFEFF' : '', end: crlf * 2 > ends ? '\r\n' : '\n' };
}

/** `text` with the byte order mark and the line ends of `like`. */
export function dressedAs(like: string, text: string): string {
  const { bom, end } = dressOf(like);
  return bom + normalise(text).replaceAll('\n', end);
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
