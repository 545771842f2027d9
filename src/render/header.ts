/**
 * Where a generated file comes from, and what becomes of an edit in it. Not by which version: a new one would change every
 * such file, also where it has nothing new to say. The document names it, and `.lge/state.json`.
 */
export const HEADER: readonly string[] = [
  'Written by create-lge-stack from lge.stack.json: change it there and run `npx projen`.',
  'What you edit here yourself is never overwritten.',
];
