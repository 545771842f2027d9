import type { Detected, ReadVariable } from '../../src/detect/detected.js';
import type { Evidence, Fact } from '../../src/detect/fact.js';

type Row = readonly [what: string, value: string, sure: string, where: string];

const where = ({ file, line }: Evidence): string => (line === undefined ? file : `${file}:${line}`);
const isFact = (value: unknown): value is Fact<unknown> =>
  typeof value === 'object' && value !== null && 'sure' in value && 'evidence' in value;

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.join(' ') || '(unknown)';
  return Object.entries(value)
    .map(([key, one]) => `${key}=${String(one)}`)
    .join(' ');
}

function variable({ name, type, default: value, required, evidence }: ReadVariable): Row {
  const text = `${name}${type === undefined ? '' : `: ${type}`}${value === undefined ? '' : ` = ${JSON.stringify(value)}`}`;
  return ['  variable', text, required ? 'required' : '', where(evidence)];
}

function rows(part: object | undefined): readonly Row[] {
  return Object.entries(part ?? {}).flatMap(([key, value]: [string, unknown]): readonly Row[] => {
    if (isFact(value)) return [[`  ${key}`, shown(value.value), value.sure, where(value.evidence)]];
    if (!Array.isArray(value)) return [];
    if (key === 'variables') return (value as readonly ReadVariable[]).map(variable);
    return (value as readonly Fact<unknown>[]).map((one) => [
      `  ${key}`,
      shown(one.value),
      one.sure,
      where(one.evidence),
    ]);
  });
}

/** All that was detected as a table that a person can read. */
export function factTable({ backend, frontend, files }: Detected): string {
  const names = Object.entries(files).flatMap(
    ([key, list]: [string, readonly (string | { path: string; kind: string })[]]) =>
      list.map((one): Row => [`  ${key}`, typeof one === 'string' ? one : `${one.path} (${one.kind})`, '', '']),
  );
  const all: readonly Row[] = [
    [`backend${backend ? '' : ': none'}`, '', '', ''],
    ...rows(backend),
    [`frontend${frontend ? '' : ': none'}`, '', '', ''],
    ...rows(frontend),
    ['files', '', '', ''],
    ...names,
  ];
  const widths = [0, 1, 2].map((column) => Math.min(70, Math.max(...all.map((row) => row[column]!.length))));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
    .concat('\n');
}
