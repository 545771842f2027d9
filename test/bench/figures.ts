import { cpus, loadavg } from 'node:os';

/** A measured figure, and what it must be. */
export interface Figure {
  readonly name: string;
  readonly measured: number;
  /** How it is printed: `ms`, `s`, `KB`, `MB`, `×`, or nothing for a number of things. */
  readonly unit: 'ms' | 's' | 'KB' | 'MB' | '×' | '';
  /** What it must not exceed; a figure without one is there to be compared with. */
  readonly atMost?: number;
  /** Against what, or under what conditions. */
  readonly about?: string;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function show(value: number, unit: Figure['unit']): string {
  const digits = { ms: value < 10 ? 2 : 0, s: 2, KB: 1, MB: 1, '×': 2, '': 0 }[unit];
  return `${value.toFixed(digits)}${unit === '' || unit === '×' ? unit : ` ${unit}`}`;
}

function row({ name, measured, unit, atMost, about = '' }: Figure): readonly string[] {
  const reached = atMost === undefined ? '' : measured <= atMost ? 'yes' : 'NO';
  return [name, show(measured, unit), atMost === undefined ? '' : `≤ ${show(atMost, unit)}`, reached, about];
}

/** A table of Markdown, as docs/benchmarks.md has it. */
export function table(figures: readonly Figure[]): string {
  const rows = [['Figure', 'Measured', 'To reach', 'Reached', ''], ...figures.map(row)];
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((cells) => cells[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** When and where: other work on the machine makes every time longer, so its load is said as well. */
export function conditions(runs: number): string {
  const load = loadavg().map((value) => value.toFixed(1));
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} processors, load ${load.join(' ')}; medians of ${runs} runs, in turn`;
}
