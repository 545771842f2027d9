import width from 'fast-string-width';

/** A cell; `below` is a second line on a terminal, and a second sentence in a table. */
export type Cell = string | { readonly text: string; readonly below: string };
export type Row = readonly Cell[];

/** A chapter of a report. */
export interface Part {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly Row[];
  /** What is said where there are no rows. */
  readonly none: string;
}

const textOf = (cell: Cell | undefined): string => (typeof cell === 'object' ? cell.text : (cell ?? ''));

/** What files of others hold must not move a cursor or end a line. */
// eslint-disable-next-line no-control-regex
const clean = (text: string): string => text.replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ');

/** The length of a column, up to which the next one stays below the others. */
const WIDEST = 44;

function widths(rows: readonly Row[]): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, index) =>
    Math.min(WIDEST, Math.max(...rows.map((row) => width(clean(textOf(row[index])))))),
  );
}

const filled = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));

/** Columns two blanks apart; a second line begins below the last column's first letter but two. */
function lines({ rows }: Part): string {
  const wide = widths(rows);
  return rows
    .map((row) => {
      const cells = row.map((cell, index) => filled(clean(textOf(cell)), wide[index]!));
      const below = row.flatMap((cell) => (typeof cell === 'object' ? [`\n      ${clean(cell.below)}`] : []));
      return `  ${cells.join('  ').trimEnd()}${below.join('')}\n`;
    })
    .join('');
}

/** In a table, what Markdown would read as more than text stands for itself. */
const escaped = (text: string): string => clean(text).replaceAll(/[|*_<>[\]`\\~#]/g, String.raw`\$&`);

function cellText(cell: Cell): string {
  return typeof cell === 'object' ? `${escaped(cell.text)} ${escaped(cell.below)}` : escaped(cell);
}

function table({ headings, rows }: Part): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const rule = headings.map(() => '---');
  return [headings, rule, ...rows.map((row) => row.map(cellText))].map(line).join('');
}

/** A report as a terminal shows it, or in Markdown. */
export function laidOut(title: string, parts: readonly Part[], form: 'terminal' | 'markdown'): string {
  const chapters = parts.map((part) => {
    const empty = part.rows.length === 0;
    if (form === 'markdown') return `## ${part.title}\n\n${empty ? `${part.none}\n` : table(part)}`;
    return `${part.title}\n${empty ? `  ${part.none}\n` : lines(part)}`;
  });
  return [...(title === '' ? [] : [`${title}\n`]), ...chapters].join('\n');
}
