import { styleText } from 'node:util';
import width from 'fast-string-width';
import { S_BAR, S_BAR_END, symbol } from '@clack/prompts';
import type { Place } from './ui.js';
import { isolated } from './frame.js';

type State = Parameters<typeof symbol>[0];

/** `shop · 3/8  Services: which?` */
export function titleOf({ name, index, count }: Place, message: string): string {
  return `${styleText('dim', `${isolated(name)} · ${index}/${count}`)}  ${message}`;
}

/** A prompt as clack draws its own: a bar at the left, the question, then lines. */
export function framed(state: State, title: string, lines: readonly string[], help: string, columns: number): string {
  const tone = state === 'error' ? 'yellow' : 'cyan';
  const quiet = state === 'submit' || state === 'cancel';
  const bar = styleText(quiet ? 'gray' : tone, S_BAR);
  const head = wrapped(title, columns - 4).join(`\n${bar}  `);
  const body = lines.map((line) => (line === '' ? bar : `${bar}  ${line}`));
  const foot = wrapped(help, columns - 4).map((line) => styleText('dim', line));
  const end = quiet ? [] : [`${styleText(tone, S_BAR_END)}  ${foot.join('\n   ')}`, ''];
  return [styleText('gray', S_BAR), `${symbol(state)}  ${head}`, ...body, ...end].join('\n');
}

/** Broken between words, so that a line with a bar before it stays one line. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && width(`${line} ${word}`) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
