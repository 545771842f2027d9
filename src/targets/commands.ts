// What commands of several targets have in common.
import type { Stack } from '../model/stack.js';
import type { Command, Told } from '../model/target.js';
import { builds } from '../render/docs/facts.js';
import { code } from '../render/docs/markdown.js';

export const some = (condition: boolean, ...list: readonly Command[]): readonly Command[] => (condition ? list : []);

/** The words of a script that deploys, with what gets the images to where they run. */
export function deployment(stack: Stack, ...words: readonly string[]): string {
  const images = builds(stack) ? [stack.options.registry === '' ? '--build' : '--push'] : [];
  return [...words, ...images].join(' ');
}

/** The first start, and where its images come from. */
export function start(stack: Stack, command: string): Told {
  const { registry } = stack.options;
  const built = registry === '' ? 'Images are built.' : `Images are built and pushed to ${code(registry)}.`;
  return { about: builds(stack) ? built : '', command };
}
