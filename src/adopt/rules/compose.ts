import { at, entriesOf, itemsOf, textOf } from '../compose/node.js';
import { each, evidenceAt, isApplication, placeOf, together, type OldRule, type OldService } from './rule.js';

const replicasOf = ({ node }: OldService): number =>
  Number(textOf(at(node, 'deploy', 'replicas')) ?? textOf(at(node, 'scale')) ?? 1);

const ends = (service: OldService, pattern: RegExp): boolean =>
  service.commands.some((command) => pattern.test(command.join(' ')));

/** What Compose files do badly about how containers start, run and end. */
export const COMPOSE_RULES: readonly OldRule[] = [
  {
    code: 'fixed-name-with-replicas',
    defect: 'D1',
    severity: 'error',
    about: 'A container with a fixed name cannot have a second one beside it: the file does not start.',
    check: ({ production }) =>
      each(
        production,
        (one) =>
          at(one.node, 'container_name') && replicasOf(one) > 1
            ? {
                message: `${one.name} has a fixed name and ${replicasOf(one)} replicas.`,
                hint: 'Leave container_name out.',
              }
            : undefined,
        'container_name',
      ),
  },
  {
    code: 'obsolete-version',
    defect: 'D2',
    severity: 'warning',
    about: 'Compose no longer reads version:, and says so at every start.',
    check: ({ compose, loader }) =>
      compose.flatMap((path) =>
        (loader.read(path)?.documents ?? []).flatMap((document) => {
          const node = at(document, 'version');
          return node
            ? [
                {
                  message: `version: ${textOf(node) ?? ''} is obsolete.`,
                  hint: 'Delete the line.',
                  evidence: evidenceAt(node),
                },
              ]
            : [];
        }),
      ),
  },
  {
    code: 'first-version',
    defect: 'D38',
    severity: 'error',
    about: 'A file of the first version of Compose, without services:, is refused by the one of today.',
    check: ({ compose, loader }) =>
      compose.flatMap((path) =>
        loader.read(path)?.v1 === true
          ? [
              {
                message: 'Its services stand at the top.',
                hint: 'Put them below services:.',
                evidence: { file: path, line: 1 },
              },
            ]
          : [],
      ),
  },
  {
    code: 'late-start-ignored',
    defect: 'D15',
    severity: 'warning',
    about: 'Compose waits until the database is started, not until it answers.',
    check: ({ production }) =>
      each(
        production.filter(isApplication),
        ({ node, name }) => {
          const early = entriesOf(at(node, 'depends_on')).filter(
            ([, how]) => (textOf(at(how, 'condition')) ?? 'service_started') === 'service_started',
          );
          const data = early
            .map(([other]) => other)
            .filter((other) =>
              production.some(({ name: own, role }) => own === other && (role === 'postgres' || role === 'redis')),
            );
          return data.length > 0
            ? {
                message: `${name} starts when ${data.join(' and ')} may not answer yet.`,
                hint: 'Wait with condition: service_healthy.',
              }
            : undefined;
        },
        'depends_on',
      ),
  },
  {
    code: 'migrations-in-every-container',
    defect: 'D16',
    severity: 'warning',
    about: 'Each container of the API migrates the database when it starts, several at once.',
    check: ({ production }) =>
      each(
        production.filter(({ role }) => role === 'backend'),
        (one) =>
          ends(one, /^alembic upgrade/)
            ? { message: `${one.name} migrates before it serves.`, hint: 'A service of its own does it once: migrate.' }
            : undefined,
        'command',
      ),
  },
  {
    code: 'built-several-times',
    defect: 'D31',
    severity: 'warning',
    about: 'Services that run one image build it once each, and drift apart.',
    check: ({ production }) => {
      const built = production.filter(({ node }) => at(node, 'build'));
      const key = ({ context, dockerfile, node }: OldService): string =>
        `${context} ${dockerfile} ${textOf(at(node, 'build', 'target')) ?? ''}`;
      const groups = new Map(built.map((one) => [key(one), built.filter((other) => key(other) === key(one))]));
      return [...groups.values()].flatMap((group) =>
        group.length > 1
          ? [
              {
                message: `${group.map(({ name }) => name).join(', ')} each build ${group[0]!.context}.`,
                hint: 'One builds it, the others take its image.',
                evidence: placeOf(group[1]!, 'build'),
              },
            ]
          : [],
      );
    },
  },
  {
    code: 'no-log-rotation',
    defect: 'D35',
    severity: 'warning',
    about: 'Logs of containers grow until the disk is full.',
    check: ({ production }) =>
      together(
        production,
        ({ node }) =>
          at(node, 'logging', 'options', 'max-size') === undefined &&
          (textOf(at(node, 'logging', 'driver')) ?? 'json-file') === 'json-file',
        (names) => ({ message: `Logs are kept for ever: ${names}.`, hint: 'logging: options: max-size and max-file.' }),
      ),
  },
  {
    code: 'no-limits',
    defect: 'D35',
    severity: 'warning',
    about: 'One container can take all memory of the host, and others are killed for it.',
    check: ({ production }) =>
      together(
        production,
        ({ node }) => !at(node, 'mem_limit') && !at(node, 'deploy', 'resources', 'limits', 'memory'),
        (names) => ({ message: `No limit of memory: ${names}.`, hint: 'deploy: resources: limits.' }),
      ),
  },
  {
    code: 'ports-appended',
    defect: 'D39',
    severity: 'warning',
    about: 'Ports of an override file are added to those of the base: both are published.',
    check: ({ production, development }) =>
      [...production, ...development].flatMap((one) => {
        const seen = new Map<string, string>();
        return itemsOf(at(one.node, 'ports')).flatMap((port) => {
          const target = textOf(at(port, 'target')) ?? '';
          const before = seen.get(target);
          seen.set(target, port.place.file);
          if (before === undefined || before === port.place.file) return [];
          return [
            {
              message: `${target} of ${one.name} is published by ${before} as well.`,
              hint: 'ports: !override',
              evidence: evidenceAt(port),
            },
          ];
        });
      }),
  },
];
