/** With what a command ends: public, never changed, and never given another meaning. */
export const EXITS = {
  ok: { code: 0, about: 'done' },
  fault: { code: 1, about: 'our fault, nothing changed' },
  usage: { code: 2, about: 'wrong usage or options, nothing changed' },
  conflict: { code: 3, about: 'a file waits for your decision; the others are written' },
  drift: { code: 4, about: 'the project or the machine is not what options and state say' },
  refused: { code: 5, about: 'a file of yours is in the way, nothing changed' },
  unanswered: { code: 6, about: 'a question has to be answered first, nothing changed' },
  outdated: { code: 7, about: 'a newer version exists' },
  incomplete: { code: 8, about: 'done in part: what failed was said, and what is left to do' },
  interrupted: { code: 130, about: 'interrupted' },
} as const;

export type ExitName = keyof typeof EXITS;

export const EXIT = Object.fromEntries(Object.entries(EXITS).map(([name, { code }]) => [name, code])) as {
  readonly [Name in ExitName]: (typeof EXITS)[Name]['code'];
};
