import width from 'fast-string-width';

/** Columns two blanks apart; the last one ends where its text does. Numbers in `right` end below one another. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, index) => Math.max(...rows.map((row) => width(row[index] ?? ''))));
  const cell = (text: string, index: number): string => {
    const blanks = ' '.repeat(widths[index]! - width(text));
    return right.includes(index) ? blanks + text : text + blanks;
  };
  return rows.map((row) => `  ${row.map(cell).join('  ').trimEnd()}\n`).join('');
}

const LENGTH = 32;

/** How much of a whole is used. More than all of it shows as all of it. */
export function bar(used: number, whole: number, plain: boolean): string {
  const filled = whole <= 0 ? LENGTH : Math.min(LENGTH, Math.round((used / whole) * LENGTH));
  const [full, empty] = plain ? ['#', '-'] : ['█', '░'];
  return full.repeat(filled) + empty.repeat(LENGTH - filled);
}
