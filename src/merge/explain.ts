import type { Reason } from './change.js';

export interface Explanation {
  readonly message: string;
  /** The way out. */
  readonly hint: string;
}

/** Why nothing was written, in words, for each reason there is. */
export const explanations: Readonly<Record<Reason, Explanation>> = {
  conflict: {
    message: 'You changed it, and so did the template.',
    hint: 'Undo your change or the one in lge.stack.json, or delete the file to have it no longer written.',
  },
  'not-ours': {
    message: 'It was there before, and the stack wants to write it.',
    hint: 'Move it away and take over from it what you need.',
  },
  edited: {
    message: 'It was edited, but it is written by create-lge-stack alone.',
    hint: 'Undo the edit, with `git checkout -- <file>` for example.',
  },
  'not-a-file': {
    message: 'A folder, a link or something else that is no text file is in its place.',
    hint: 'Move it away, or delete what is there.',
  },
  outside: {
    message: 'The path leads out of the project.',
    hint: 'Replace the link on its way by a folder.',
  },
  'not-json': {
    message: 'It is not JSON, so nothing can be added to it.',
    hint: 'Look for a missing quote, a missing comma, or one too many at the end of a list.',
  },
  twice: {
    message: 'Another component of .projenrc.ts writes it, too.',
    hint: 'Remove that component, or give its file another name.',
  },
  'unreadable-state': {
    message: 'It cannot be read, so nobody can tell which lines are yours.',
    hint: 'Resolve the merge conflict in it, or restore it from git. A newer version may have written it: then install that.',
  },
};
