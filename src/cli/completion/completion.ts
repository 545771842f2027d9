import type { Call, Command, Context } from '../command.js';
import { EXIT } from '../exit.js';
import { bashScript } from './bash.js';
import { fishScript } from './fish.js';
import { completionModel, type Completion } from './model.js';
import { zshScript } from './zsh.js';

const SCRIPTS: Readonly<Record<string, (completion: Completion) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Prints the script for a shell. */
export function completion(
  { words: [shell = ''] }: Call,
  { output }: Context,
  all: readonly Command[],
): Promise<number> {
  output.write(SCRIPTS[shell]!(completionModel(all)));
  return Promise.resolve(EXIT.ok);
}
