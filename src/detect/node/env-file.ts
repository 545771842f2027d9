/** A line of an `.env` file that sets a variable. */
export interface EnvLine {
  readonly name: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** Variables of an `.env` file, as dotenv reads them: the rest of a line, or what is between quotes. */
export function envLines(text: string): readonly EnvLine[] {
  return text.split('\n').flatMap((line, index) => {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/.exec(line);
    if (!match) return [];
    const [, name = '', rest = ''] = match;
    const quoted = /^(["'`])(.*?)\1/.exec(rest)?.[2];
    return [{ name, value: quoted ?? rest.replace(/\s+#.*$/, '').trim(), line: index + 1 }];
  });
}
