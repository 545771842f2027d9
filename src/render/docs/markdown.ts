import type { Variable } from '../../model/variable.js';

/** A cell as wide as its characters; those of East Asia and pictures take two places, as Prettier counts them. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/gu;

const ASCII = /^[\x20-\x7E]*$/;

function width(text: string): number {
  if (ASCII.test(text)) return text.length;
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}

/**
 * A table as Prettier leaves it. A heading that ends with a colon aligns its column to the right.
 *
 * @example
 * table(['Service', 'Memory:'], [['backend', '512M']]);
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const right = headings.map((heading) => heading.endsWith(':'));
  const cells = [headings.map((heading) => heading.replace(/:$/, '')), ...rows].map((row) => row.map(cell));
  const widths = headings.map((_, column) => Math.max(3, ...cells.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const pad = (row: readonly string[]): string =>
    line(
      widths.map((wanted, column) => {
        const text = row[column] ?? '';
        const blanks = ' '.repeat(wanted - width(text));
        return right[column] ? blanks + text : text + blanks;
      }),
    );
  const rule = line(
    widths.map((wanted, column) => (right[column] ? `${'-'.repeat(wanted - 1)}:` : '-'.repeat(wanted))),
  );
  const [head = [], ...body] = cells;
  return [pad(head), rule, ...body.map(pad)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', String.raw`\|`);
}

/** Code in a line of text, whatever backticks it holds. */
export function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : fence + text + fence;
}

/** Text of the user's in the middle of ours: what Markdown would read as more than text stands for itself. */
export function prose(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line
    .replaceAll(/[*[\]`~#|&]/g, String.raw`\$&`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\_`);
}

/** What is said of a variable. A variable in prose could be taken for a formula. */
export function sentence({ about, section }: Pick<Variable, 'about' | 'section'>): string {
  // Ours is Markdown, theirs is text.
  return (section === 'Your application' ? prose(about) : about).replaceAll('$', String.raw`\$`);
}

/** The anchor that GitHub and GitLab give a heading. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** `a`, `b` and `c` */
export function listed(items: readonly string[], last = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

export const codes = (items: readonly string[]): string => listed(items.map(code));

/** One blank line between paragraphs, none at the ends, and one line break at the end of the file. */
export function tidy(text: string): string {
  return `${text.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`;
}

/** Commands for a shell, what each does in a column behind them. */
export function shell(commands: readonly (readonly [command: string, about?: string])[]): string {
  const column = Math.max(...commands.map(([command, about]) => (about ? command.length : 0)));
  return [
    '```sh',
    ...commands.map(([command, about]) => (about ? `${command.padEnd(column)}  # ${about}` : command)),
    '```',
  ].join('\n');
}
