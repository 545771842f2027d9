import { composeWithOverride, readsOverride } from '../model/compose-files.js';
import type { Renderer } from '../model/files.js';
import type { Container, Stack } from '../model/stack.js';
import { hostAddress } from './compose-shared.js';
import { byId } from './order.js';
import { fill } from './template.js';

/** Lines of a service in the example, without the marks of a comment. */
interface Example {
  readonly id: string;
  readonly lines: readonly string[];
}

function ports(stack: Stack, { publish }: Container): readonly string[] {
  return publish.flatMap((port) => [
    `  - host_ip: ${hostAddress(stack, 'development', port)}`,
    `    published: "${port.host + 10_000 < 65_536 ? port.host + 10_000 : port.host - 10_000}"`,
    `    target: ${port.container}`,
  ]);
}

function examples(stack: Stack): readonly Example[] {
  const containers = stack.environments.development.containers.filter(({ profile }) => profile === undefined);
  const outer = containers.find(({ publish, definition }) => publish.length > 0 && definition.tier !== 'data');
  const api = containers.find(({ application, oneShot }) => application && !oneShot);
  const data = containers.find(({ publish, definition }) => publish.length > 0 && definition.tier === 'data');
  return [
    // The environment before the ports, where both are of one service: in the order of the linters.
    ...(api
      ? [
          {
            id: api.id,
            lines: [
              '# What a process is told; .env does it for all services at once.',
              'environment:',
              '  LOG_LEVEL: debug',
            ],
          },
        ]
      : []),
    ...(outer
      ? [
          {
            id: outer.id,
            lines: [
              '# Another port of this machine, in place of the usual one.',
              'ports: !override',
              ...ports(stack, outer),
            ],
          },
        ]
      : []),
    ...(data ? [{ id: data.id, lines: ['# No port of this machine at all.', 'ports: !reset []'] }] : []),
  ];
}

/** Services in alphabetical order, each once, with everything that is said of it. */
function commented(list: readonly Example[]): readonly string[] {
  const ids = [...new Set(list.map(({ id }) => id))].toSorted(byId);
  return ids.flatMap((id) => [
    `#   ${id}:`,
    ...list.filter((example) => example.id === id).flatMap(({ lines }) => lines.map((line) => `#     ${line}`)),
  ]);
}

/** A place for what one developer wants; it changes nothing until something is written there. */
export const renderOverride: Renderer = (stack) => {
  const content = fill('override/compose.override.yml', {
    file: stack.options.composeFiles.development,
    compose: composeWithOverride(stack),
    itself: readsOverride(stack),
    project: stack.environments.development.project,
    examples: commented(examples(stack)),
  });
  return [
    {
      path: stack.options.composeFiles.override,
      content,
      owner: 'seed',
      source: 'override/compose.override.yml',
      formerly: ['docker-compose.override.yml'],
    },
  ];
};
