import { at, itemsOf, textOf } from '../compose/node.js';
import { imageParts } from '../compose/words.js';
import { each, evidenceAt, together, type OldRule, type OldService } from './rule.js';

const targets = (service: OldService, port: number): boolean =>
  itemsOf(at(service.node, 'ports')).some((one) => textOf(at(one, 'target')) === String(port));

const DATA_PORTS = { postgres: 5432, redis: 6379 } as const;

const dataPort = ({ role }: OldService): number | undefined =>
  role === 'postgres' || role === 'redis' ? DATA_PORTS[role] : undefined;

const ends = (service: OldService, pattern: RegExp): boolean =>
  service.commands.some((command) => pattern.test(command.join(' ')));

/** What is open to others that should not be, and what runs that nobody chose. */
export const EXPOSURE_RULES: readonly OldRule[] = [
  {
    code: 'published-data',
    defect: 'D23',
    severity: 'error',
    about: 'A database that is published can be reached from outside the host, past most firewalls.',
    check: ({ production, development }) =>
      [...production, ...development]
        .filter((one) => dataPort(one) !== undefined && targets(one, dataPort(one)!))
        .flatMap((one) => {
          const port = itemsOf(at(one.node, 'ports')).find(
            (node) => textOf(at(node, 'target')) === String(dataPort(one)),
          )!;
          if (/^(?:127\.|::1|localhost)/.test(textOf(at(port, 'host_ip')) ?? '')) return [];
          return [
            {
              message: `${one.name} is published on every address of the host.`,
              hint: 'Publish it on 127.0.0.1, in development only.',
              evidence: evidenceAt(port),
            },
          ];
        }),
  },
  {
    code: 'not-locked-down',
    defect: 'D23',
    severity: 'warning',
    about: 'Containers have a root that can be written and every capability, which an attacker has as well.',
    check: ({ production }) =>
      together(
        production,
        ({ node }) => !at(node, 'read_only') && !at(node, 'cap_drop') && !at(node, 'security_opt'),
        (names) => ({
          message: `No guards at all: ${names}.`,
          hint: 'read_only, cap_drop: [ALL] and no-new-privileges:true.',
        }),
      ),
  },
  {
    code: 'host-control',
    defect: 'D23',
    severity: 'error',
    about: 'A container that is privileged, or reaches the socket of Docker, has the host.',
    check: ({ production, development }) =>
      [...production, ...development].flatMap((one) => {
        const socket = itemsOf(at(one.node, 'volumes')).find((node) =>
          /docker\.sock$/.test(textOf(at(node, 'source')) ?? ''),
        );
        const privileged = textOf(at(one.node, 'privileged')) === 'true' ? at(one.node, 'privileged') : undefined;
        return [socket, privileged].flatMap((node) =>
          node
            ? [
                {
                  message: `${one.name} has the host in its hands.`,
                  hint: 'Leave it out, or put a proxy of the socket between.',
                  evidence: evidenceAt(node),
                },
              ]
            : [],
        );
      }),
  },
  {
    code: 'floating-image',
    defect: 'D30',
    severity: 'warning',
    about: 'A tag that says no version is another image tomorrow.',
    check: ({ production, development }) =>
      each(
        [...production, ...development],
        ({ node, context }) => {
          const image = textOf(at(node, 'image'));
          if (image === undefined || context !== undefined || image.includes('@sha256:')) return undefined;
          const { tag } = imageParts(image);
          return tag === undefined || tag === 'latest'
            ? { message: `${image} says no version.`, hint: 'Write the version that runs today.' }
            : undefined;
        },
        'image',
      ),
  },
  {
    code: 'development-server',
    severity: 'error',
    about: 'A server for development is slow, has one process, and shows its inside to everyone.',
    check: ({ production }) =>
      each(
        production.filter(({ environment }) => environment.name === 'production'),
        (one) =>
          ends(one, /--reload\b|^fastapi dev\b|^(?:npm|pnpm|yarn|bun|npx)(?: run)? (?:dev|start)\b|^vite\b|^flask run/)
            ? {
                message: `${one.name} runs a server for development.`,
                hint: 'Run uvicorn without --reload; serve what npm run build makes.',
              }
            : undefined,
        'command',
      ),
  },
];
