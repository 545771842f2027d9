import type { ConflictReason, Reason } from './change.js';

export interface Explanation {
  readonly message: string;
  /** The way out. */
  readonly hint: string;
}

/** Why nothing was written, in words, for each reason there is. */
export const explanations: Readonly<Record<Reason, Explanation>> = {
  edited: {
    message: 'It was edited, but it is written by create-lge-stack alone.',
    hint: 'Undo the edit with `npx lge-stack restore <file>`, or take the file over with `npx lge-stack own <file> --as merged`.',
  },
  'not-ours': {
    message: 'It was there before, and the stack wants to write it.',
    hint: 'Move it away and take over from it what you need; or, for a repository of yours, say --adopt: it stays as it is.',
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
    hint: 'Restore it from git, with `git checkout -- .lge/state.json` for example.',
  },
  'newer-state': {
    message: 'A newer version of create-lge-stack wrote this project.',
    hint: 'Run `npm install`, which brings the version that package.json names, or raise that version.',
  },
  'no-such-file': {
    message: 'It is no file of this stack.',
    hint: 'Paths are relative to the project; `npx lge-stack diff` lists the files that you changed.',
  },
  'no-conflict': {
    message: 'It has no conflict.',
    hint: '`npx lge-stack check` lists the files that have one.',
  },
  'moved-on': {
    message: 'The stack wants to write something else by now than when the conflict arose.',
    hint: 'Run `npx lge-stack sync`, look at the conflict again, then decide.',
  },
  'has-markers': {
    message: 'The conflict markers are still in it.',
    hint: 'Decide each place between <<<<<<< and >>>>>>>, and take the markers out.',
  },
};

/** Why a file waits for a decision, in words. */
export const conflictMessages: Readonly<Record<ConflictReason, string>> = {
  'both-changed': 'you and the template changed the same lines',
  unsound: 'your change and the template’s do not go together',
  'not-ours': 'the stack wants to write it, but you have such a file',
  'no-base': 'nobody can tell your changes from the template’s, because what it was made from is not at hand',
  'no-text': 'it is not text, or too large to merge, and the template changed',
  markers: 'the conflict is written in it, and waits for you',
};
