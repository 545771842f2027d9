import type { Stack } from '../model/stack.js';

/** Where a generated file comes from, and what becomes of an edit in it. */
export function header({ version }: Pick<Stack, 'version'>): readonly string[] {
  return [
    `Written by create-lge-stack ${version} from lge.stack.json: change it there and run \`npx projen\`.`,
    'What you edit here yourself is never overwritten.',
  ];
}
