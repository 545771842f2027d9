import { expect } from 'vitest';
import type { ComposeBind, ComposeFile, ComposeService, Rendering } from '../support/rendering.js';
import type { Instruction, Stage } from '../support/dockerfile.js';

export type Check = (it: Rendering) => void;

/** One element of the plan, or one defect, and what shows that it is there. */
export interface Row {
  readonly id: string;
  readonly what: string;
  readonly hardened: Check;
  readonly plan: Check;
}

/** The same holds in both presets. */
export function both(id: string, what: string, check: Check): Row {
  return { id, what, hardened: check, plan: check };
}

export function apart(id: string, what: string, checks: Pick<Row, 'hardened' | 'plan'>): Row {
  return { id, what, ...checks };
}

/** `80:8080`, with the address before it where it is not any. */
export function ports({ ports: list = [] }: ComposeService): readonly string[] {
  return list.map(({ host_ip, published, target }) => {
    const address = host_ip === '0.0.0.0' ? '' : `${host_ip}:`;
    return `${address}${published}:${target}`;
  });
}

/** `0.5 256M` */
export function limits({ deploy }: ComposeService): string {
  const { cpus, memory } = deploy.resources.limits;
  return `${cpus} ${memory}`;
}

/** `30s 10s 3 40s`: interval, timeout, retries and start period. */
export function timing({ healthcheck }: ComposeService): string {
  if (!healthcheck) return 'none';
  const { interval, timeout, retries, start_period } = healthcheck;
  return `${interval} ${timeout} ${retries} ${start_period}`;
}

export function probe({ healthcheck }: ComposeService): string {
  return healthcheck?.test?.join(' ') ?? '';
}

export function binds({ volumes = [] }: ComposeService): readonly ComposeBind[] {
  return volumes.filter((volume) => typeof volume !== 'string');
}

export function command({ command: words = [] }: ComposeService): string {
  return words.join(' ');
}

/** `backend:healthy`, sorted. */
export function waitsFor({ depends_on = {} }: ComposeService): readonly string[] {
  return Object.entries(depends_on).map(
    ([service, { condition }]) => `${service}:${condition.replace('service_', '')}`,
  );
}

export const services = (file: ComposeFile): readonly (readonly [string, ComposeService])[] =>
  Object.entries(file.services);

export function stage(stages: readonly Stage[], name: string): Stage {
  const found = stages.find((one) => one.name === name);
  if (!found) throw new Error(`There is no stage ${name}.`);
  return found;
}

export function all({ instructions }: Stage, name: string): readonly Instruction[] {
  return instructions.filter((instruction) => instruction.name === name);
}

/** Instructions as text, to look at their order. */
export function script({ instructions }: Stage): readonly string[] {
  return instructions.map(({ name, flags, text }) =>
    [name, ...(flags.from === undefined ? [] : [`--from=${flags.from}`]), text].join(' '),
  );
}

/** That each of these comes after the one before it. */
export function inOrder(lines: readonly string[], ...patterns: readonly RegExp[]): void {
  const places = patterns.map((pattern) => lines.findIndex((line) => pattern.test(line)));
  expect(places, `each of ${patterns.join(', ')} in:\n${lines.join('\n')}`).not.toContain(-1);
  expect(places, lines.join('\n')).toEqual(places.toSorted((a, b) => a - b));
}

/** The environment of an image, from all ENV instructions of the stage. */
export function environment(from: Stage): Readonly<Record<string, string>> {
  const pairs = all(from, 'ENV').flatMap(({ text }) => text.split(/\s+(?=[A-Z_]+=)/));
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** The rows of a Markdown table whose header has all these words. */
export function table(markdown: string, ...header: readonly string[]): readonly string[] {
  const lines = markdown.split('\n');
  const start = lines.findIndex(
    (line, index) =>
      /^\| *:?-/.test(lines[index + 1] ?? '') &&
      header.every((word) => line.toLowerCase().includes(word.toLowerCase())),
  );
  if (start === -1) throw new Error(`No table has the columns ${header.join(', ')}.`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end === -1 ? undefined : end);
}
