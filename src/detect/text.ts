/** The line, from 1, that an offset is in. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The first line, from 1, that a test holds for; undefined where there is none. */
export function lineWhere(text: string, test: (line: string) => boolean): number | undefined {
  const index = text.split('\n').findIndex(test);
  return index < 0 ? undefined : index + 1;
}
