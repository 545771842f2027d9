import type { Writable } from 'node:stream';
import { Back } from '../leaving.js';
import { memoryOf } from '../shorthand.js';
import { parseMemory } from '../../model/units.js';
import { isolated } from './frame.js';
import type { Lines } from './lines.js';
import { budgetText, rebalanced, withLimit, type LimitsMeter } from './limits.js';
import type { Choice, Question, Ui } from './ui.js';

/** What to read an answer by: the answer, or what is wrong with it. */
type Read<T> = (typed: string) => Promise<Answer<T>> | Answer<T>;
type Answer<T> = { readonly value: T } | { readonly wrong: string };

type SelectOf<T extends string> = Question & { readonly choices: readonly Choice<T>[]; readonly initial?: T };
type PickOf<T extends string> = Question & { readonly choices: readonly Choice<T>[]; readonly initial: readonly T[] };

type TextOf = Parameters<Ui['text']>[0];
type TableOf = Parameters<Ui['table']>[0];
type MeterOf = Parameters<Ui['meter']>[0];

const BACK = 'Or back.';

function line({ place: { name, index, count }, message }: Question): string {
  return `Question ${index} of ${count}, ${isolated(name)}. ${message}`;
}

function numbered(choices: readonly Choice[]): readonly string[] {
  return choices.map(({ label, hint }, index) => `${index + 1}. ${label}${hint === undefined ? '' : `: ${hint}`}`);
}

function indexIn(typed: string, choices: readonly Choice[]): number | undefined {
  const byNumber = /^\d+$/.test(typed) ? Number(typed) - 1 : choices.findIndex(({ value }) => value === typed);
  return choices[byNumber] ? byNumber : undefined;
}

type Ask = <T>(head: readonly string[], read: Read<T>) => Promise<T>;

/** Shows the question, and what was wrong with each answer, until there is one. */
function asker(lines: Lines, output: Writable): Ask {
  const write = (text: string): void => void output.write(`${text}\n`);
  return async (head, read) => {
    head.forEach(write);
    for (;;) {
      output.write('> ');
      const typed = (await lines.next()).trim();
      if (['back', '<', '\u001B'].includes(typed.toLowerCase())) throw new Back();
      const answer = await read(typed);
      if (!('wrong' in answer)) return answer.value;
      write(answer.wrong);
    }
  };
}

function select<T extends string>(question: SelectOf<T>, ask: Ask): Promise<T> {
  const { choices, initial } = question;
  const preset = Math.max(
    0,
    choices.findIndex(({ value }) => value === initial),
  );
  const head = [line(question), ...numbered(choices), `A number, or Enter for ${preset + 1}. ${BACK}`];
  return ask<T>(head, (typed) => {
    const index = typed === '' ? preset : indexIn(typed, choices);
    return index === undefined
      ? { wrong: `Type a number from 1 to ${choices.length}.` }
      : { value: choices[index]!.value };
  });
}

function pick<T extends string>(question: PickOf<T>, ask: Ask): Promise<readonly T[]> {
  const { choices, initial } = question;
  const preset = choices.flatMap(({ value }, index) => (initial.includes(value) ? [index + 1] : [])).join(',');
  const head = [line(question), ...numbered(choices), `Numbers with commas, or Enter for ${preset}. ${BACK}`];
  return ask<readonly T[]>(head, (typed) => {
    const found = (typed === '' ? preset : typed).split(',').map((one) => indexIn(one.trim(), choices));
    return found.includes(undefined)
      ? { wrong: `Type numbers from 1 to ${choices.length}, such as 1,2.` }
      : { value: choices.filter((_, index) => found.includes(index)).map(({ value }) => value) };
  });
}

function text(question: TextOf, ask: Ask): Promise<string> {
  const { initial, check } = question;
  const enter = initial === '' ? '' : ` Enter for ${isolated(initial)}.`;
  return ask<string>([`${line(question)}${enter} ${BACK}`], async (typed) => {
    const value = typed === '' ? initial : typed;
    const problem = await check(value);
    return problem === undefined ? { value } : { wrong: problem };
  });
}

/** One value after the other. Back is the one before it, and before the first of them the question before. */
async function table(question: TableOf, ask: Ask): Promise<readonly string[]> {
  const { fields, help, check } = question;
  const values = fields.map(({ value }) => value);
  for (let index = 0; index < fields.length;) {
    const { id, label } = fields[index]!;
    const now = values[index]!;
    const head = index === 0 ? [line(question), help] : [];
    try {
      values[index] = await ask<string>([...head, `${label}. Enter for ${now}. ${BACK}`], async (typed) => {
        const value = typed === '' ? now : typed;
        const problem = (await check(values.map((one, at) => (at === index ? value : one)))).get(id);
        return problem === undefined ? { value } : { wrong: problem };
      });
      index += 1;
    } catch (error) {
      if (!(error instanceof Back) || index === 0) throw error;
      index -= 1;
    }
  }
  return values;
}

/** Asks in whole lines, one after another, and moves no cursor: what is read aloud or logged stays as it was. */
export function plainUi(lines: Lines, output: Writable): Ui {
  const ask = asker(lines, output);
  const tell: Ui['tell'] = (told) => told.forEach((one) => output.write(`${one}\n`));
  return {
    help: 'Type back at any question to go to the one before it. Ctrl-C or Ctrl-D leaves, and nothing is written.',
    tell,
    select: (question) => select(question, ask),
    pick: (question) => pick(question, ask),
    text: (question) => text(question, ask),
    table: (question) => table(question, ask),
    meter: (question) => meterLines(question, tell, ask),
  };
}

function limitLines(meter: LimitsMeter): readonly string[] {
  const rows = meter.rows.map(({ title, replicas, memory, cpus }, index) => {
    const times = replicas > 1 ? `, ${replicas} of them` : '';
    return `${index + 1}. ${title}${times}: ${memory} MiB, ${cpus} CPU`;
  });
  const told = [...meter.errors, ...meter.warnings].map(({ severity, message }) => `${severity}: ${message}`);
  return [...rows, `Together ${budgetText(meter)}`, ...told];
}

/** `2=256M` or `2=0.5`: a row and its new limit. */
function changed(meter: LimitsMeter, typed: string): LimitsMeter | undefined {
  const [, number, amount = ''] = /^(\d+)\s*=\s*(\S+)$/.exec(typed) ?? [];
  const row = meter.rows[Number(number) - 1];
  const memory = memoryOf(amount);
  if (!row) return undefined;
  if (memory !== undefined) return withLimit(meter, row.id, 'memory', parseMemory(memory)!);
  return /^\d+(\.\d+)?$/.test(amount) && Number(amount) > 0
    ? withLimit(meter, row.id, 'cpus', Number(amount))
    : undefined;
}

function meterLines(question: MeterOf, tell: Ui['tell'], ask: Ask): Promise<LimitsMeter> {
  let { meter } = question;
  let refused: LimitsMeter | undefined;
  const help = `Enter to go on, 1=256M or 1=0.5 to change a limit, r to rebalance. ${BACK}`;
  return ask<LimitsMeter>([line(question), ...limitLines(meter), help], (typed) => {
    if (typed === '') {
      if (meter.errors.length === 0 || meter === refused) return { value: meter };
      refused = meter;
      return { wrong: 'It would not start so. r rebalances, Enter once more shows other ways out.' };
    }
    const next = typed === 'r' ? rebalanced(meter) : changed(meter, typed);
    if (!next) return { wrong: help };
    meter = next;
    tell(limitLines(meter));
    return { wrong: help };
  });
}
