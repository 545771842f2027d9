// What gaps of several targets have in common.
import { defineRule, type Finding, type Rule } from '../model/rule.js';
import type { Container, Stack } from '../model/stack.js';
import { isKept } from '../render/binds.js';
import { code, table } from '../render/docs/markdown.js';

/** A gap of single containers of production. */
export const ofContainers = (
  stack: Stack,
  which: (container: Container) => boolean,
  say: (container: Container) => Pick<Finding, 'message' | 'hint'>,
): readonly Finding[] =>
  stack.environments.production.containers
    .filter(which)
    .map((container) => ({ path: ['services', container.id], ...say(container) }));

/** That a mounted folder of the project is on no other host. */
export const bindGap = (id: string, title: string, about: string): Rule =>
  defineRule({
    code: `${id}-bind`,
    severity: 'error',
    about,
    check: (stack) =>
      stack.environments.production.containers.flatMap((container) =>
        container.binds
          .filter((bind) => !isKept(bind))
          .map(({ source }) => ({
            path: ['services', container.id],
            message: `${container.id} mounts ${source}, which ${title} does not bring to the nodes.`,
            hint: 'Make it part of the image, or a volume, or name the files that are read.',
          })),
      ),
  });

/** The gaps that a stack meets, as a table for its document; empty where there are none. */
export function gapTable(stack: Stack, title: string, gaps: readonly Rule[]): string {
  const rows = gaps.flatMap(({ code: name, check }) =>
    check(stack).map(({ message, hint }) => [code(name), message, hint]),
  );
  return rows.length > 0 ? table(['Diagnostic', `What ${title} has not, or does otherwise`, 'Instead'], rows) : '';
}
