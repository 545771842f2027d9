import type { Writable } from 'node:stream';
import { Back } from '../leaving.js';
import { memoryOf } from '../shorthand.js';
import { parseMemory } from '../../model/units.js';
import { isolated } from './frame.js';
import type { Lines } from './lines.js';
import { budgetText, rebalanced, withLimit, type LimitsMeter } from './limits.js';
import type { Choice, Field, Question, Ui } from './ui.js';

/** What to read an answer by: the answer, or what is wrong with it. */
type Read<T> = (typed: string) => Promise<Answer<T>> | Answer<T>;
type Answer<T> = { readonly value: T } | { readonly wrong: string };

type SelectOf<T extends string> = Question & { readonly choices: readonly Choice<T>[]; readonly initial?: T };
type PickOf<T extends string> = Question & { readonly choices: readonly Choice<T>[]; readonly initial: readonly T[] };

const BACK = 'Type back to go back.';

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

/** Asks in whole lines, one after another, and moves no cursor: what is read aloud or logged stays as it was. */
export function plainUi(lines: Lines, output: Writable): Ui {
  const write = (text: string): void => void output.write(`${text}\n`);

  async function ask<T>(head: readonly string[], read: Read<T>): Promise<T> {
    head.forEach(write);
    for (;;) {
      output.write('> ');
      const typed = (await lines.next()).trim();
      if (['back', '<', '\u001B'].includes(typed.toLowerCase())) throw new Back();
      const answer = await read(typed);
      if (!('wrong' in answer)) return answer.value;
      write(answer.wrong);
    }
  }

  const table: Ui['table'] = async (question) => {
    const values = question.fields.map(({ value }) => value);
    write(line(question));
    write(question.help);
    for (const [index, field] of question.fields.entries())
      values[index] = await askField(field, index, values, question);
    return values;
  };

  const askField = (
    { id, label, value }: Field,
    index: number,
    values: readonly string[],
    { check }: Parameters<Ui['table']>[0],
  ): Promise<string> =>
    ask<string>([`${label}. Enter for ${value}. ${BACK}`], async (typed) => {
      const given = typed === '' ? value : typed;
      const problem = (await check(values.map((one, at) => (at === index ? given : one)))).get(id);
      return problem === undefined ? { value: given } : { wrong: problem };
    });

  return {
    tell: (told) => told.forEach(write),
    select: async <T extends string>(question: SelectOf<T>) => {
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
    },
    pick: async <T extends string>(question: PickOf<T>) => {
      const { choices, initial } = question;
      const preset = choices.flatMap(({ value }, index) => (initial.includes(value) ? [index + 1] : [])).join(',');
      const head = [line(question), ...numbered(choices), `Numbers with commas, or Enter for ${preset}. ${BACK}`];
      return ask<readonly T[]>(head, (typed) => {
        const found = (typed === '' ? preset : typed).split(',').map((one) => indexIn(one.trim(), choices));
        return found.includes(undefined)
          ? { wrong: `Type numbers from 1 to ${choices.length}, such as 1,2.` }
          : { value: choices.filter((_, index) => found.includes(index)).map(({ value }) => value) };
      });
    },
    text: (question) => {
      const { initial, check } = question;
      const enter = initial === '' ? '' : ` Enter for ${isolated(initial)}.`;
      return ask<string>([`${line(question)}${enter} ${BACK}`], async (typed) => {
        const value = typed === '' ? initial : typed;
        const problem = await check(value);
        return problem === undefined ? { value } : { wrong: problem };
      });
    },
    table,
    meter: (question) => askLimits(question, write, ask),
  };
}

type Ask = <T>(head: readonly string[], read: Read<T>) => Promise<T>;

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

async function askLimits(
  question: Parameters<Ui['meter']>[0],
  write: (text: string) => void,
  ask: Ask,
): Promise<LimitsMeter> {
  let { meter } = question;
  const help = `Enter to go on, 1=256M or 1=0.5 to change a limit, r to rebalance. ${BACK}`;
  return ask<LimitsMeter>([line(question), ...limitLines(meter), help], (typed) => {
    if (typed === '')
      return meter.errors.length === 0 ? { value: meter } : { wrong: 'It would not start so. r rebalances.' };
    const next = typed === 'r' ? rebalanced(meter) : changed(meter, typed);
    if (!next) return { wrong: help };
    meter = next;
    limitLines(meter).forEach(write);
    return { wrong: help };
  });
}
