import { permanent } from '../../model/budget.js';
import { compose, composeWithOverride, foundByItself, readsOverride } from '../../model/compose-files.js';
import { documentPath, script } from '../../model/names.js';
import type { Stack } from '../../model/stack.js';
import { topologyText } from '../diagram.js';
import { fill } from '../template.js';
import { builds, find } from './facts.js';
import { below, shown } from '../../model/folder.js';
import { LOCK_COMMANDS, LOCK_FILES } from '../../model/lock-files.js';
import { code, codes, listed, prose } from './markdown.js';
import { developmentCommands, example } from './operations.js';

type Entry = readonly [path: string, about: string];

/** A tree of files, what each is for in a column behind it. */
function tree(root: string, entries: readonly Entry[]): string {
  const column = Math.max(...entries.map(([path]) => path.length)) + 2;
  const lines = entries.map(
    ([path, about], index) => `${index < entries.length - 1 ? '├──' : '└──'} ${path.padEnd(column)}${about}`,
  );
  return [`${root}/`, ...lines].join('\n');
}

function files(stack: Stack): string {
  const { title, file } = stack.target;
  const { composeFiles, folders, tls } = stack.options;
  const runsBy = file(stack);
  const [backend, frontend, postgres] = ['backend', 'frontend', 'postgres'].map((id) => stack.has(id));
  const some = (condition: boolean | undefined, entry: Entry): readonly Entry[] => (condition ? [entry] : []);
  return tree(stack.name, [
    ['lge.stack.json', 'what the stack consists of: change it here'],
    ['.projenrc.ts', 'for what options cannot say'],
    [composeFiles.development, 'development'],
    [composeFiles.override, 'your own changes to development, not in Git'],
    ...(runsBy === composeFiles.production
      ? [[runsBy, 'production'] as const]
      : [
          [composeFiles.production, 'the images of production, and production on one host'] as const,
          [runsBy, `production on ${title}`] as const,
        ]),
    ['.env.example', 'every setting; .env, which is not in Git, holds yours'],
    ...some(backend, [shown(folders.backend), 'the API, in Python']),
    ...some(frontend, [shown(folders.frontend), 'the front end, in TypeScript']),
    ...some(frontend && tls, [`${folders.certificates}/`, 'the certificate and its key, not in Git']),
    [
      `${folders.scripts}/`,
      `secrets,${postgres ? ' backup, restore,' : ''}${backend ? ' rollout,' : ''} restart of what hangs`,
    ],
    [`${folders.docs}/`, 'how it all fits together'],
    ['.lge/', 'what was last written, so that your edits are told apart; it belongs in Git'],
  ]);
}

/** Addresses at which a developer finds each service. */
function addresses(stack: Stack): string {
  const { containers } = stack.environments.development;
  return containers
    .filter(({ profile, publish }) => profile === undefined && publish.length > 0)
    .flatMap(({ publish, definition }) =>
      publish.map(({ host, about, page = '' }) => {
        const http = definition.tier === 'edge' || definition.tier === 'application';
        const address = http ? `<http://localhost${host === 80 ? '' : `:${host}`}${page}>` : code(`localhost:${host}`);
        return `- ${about}: ${address}`;
      }),
    )
    .join('\n');
}

/** Ports that both environments open, so that only one of them can run. */
function clash({ environments: { development, production } }: Stack): readonly number[] {
  const ports = production.containers.flatMap(({ publish }) => publish.map(({ host }) => host));
  const inUse = permanent(development).flatMap(({ publish }) => publish.map(({ host }) => host));
  return ports.filter((port) => inUse.includes(port));
}

type Step = readonly [title: string, text: string, command?: string];

function production(stack: Stack): readonly Step[] {
  const { domain, tls } = stack.options;
  const { start, release } = stack.target.commands(stack);
  const ports = find(stack, 'frontend')?.publish ?? [];
  const open = ports.at(-1);
  const port = open && open.host !== (tls ? 443 : 80) ? `:${open.host}` : '';
  const address = open
    ? `The application is at ${code(`${tls ? 'https' : 'http'}://${domain || '<host>'}${port}`)} then.`
    : '';
  const some = (condition: boolean, step: Step): readonly Step[] => (condition ? [step] : []);
  return [
    [
      'Make the settings',
      `Secrets are made at random; what is left for you to fill in${stack.policy.imageTag === 'required' ? ', such as the version of the images,' : ''} is said.`,
      `${script(stack, 'init-env.sh')} production`,
    ],
    ...some(open !== undefined && tls, [
      'Put the certificate in place',
      `${code('fullchain.pem')} and ${code('privkey.pem')}, in ${code(stack.options.folders.certificates)}${stack.policy.unprivileged ? ', readable by user 101, who runs nginx' : ''}.`,
    ]),
    [
      'Start',
      [
        start.about,
        ...(stack.has('migrate') ? ['The database is migrated.'] : []),
        'The command ends when all is healthy.',
        address,
      ]
        .filter(Boolean)
        .join(' '),
      start.command,
    ],
    ...some(stack.has('postgres'), [
      'Back up',
      'Every night by cron, and copied to another machine.',
      script(stack, 'backup.sh'),
    ]),
    ...some(stack.has('backend'), ['Roll out a new version', release.about, release.command]),
  ];
}

function numbered(steps: readonly Step[]): string {
  return steps
    .map(
      ([title, text, command], index) =>
        `${index + 1}. **${title}**: ${text}${command === undefined ? '' : `\n\n   \`\`\`sh\n   ${command.replaceAll('\n', '\n   ')}\n   \`\`\``}`,
    )
    .join('\n\n');
}

/** The files by which packages are pinned, and what writes each. */
function locks(stack: Stack): readonly (readonly [file: string, command: string])[] {
  const { folders, node, python } = stack.options;
  return [
    // pip has none: its list is written by hand.
    ...(stack.has('backend') && python.packageManager !== 'pip'
      ? [[below(folders.backend, LOCK_FILES[python.packageManager]), LOCK_COMMANDS[python.packageManager]] as const]
      : []),
    ...(stack.has('frontend')
      ? [[below(folders.frontend, LOCK_FILES[node.packageManager]), LOCK_COMMANDS[node.packageManager]] as const]
      : []),
  ];
}

export function readme(stack: Stack): string {
  const ports = stack.environments.development.containers.flatMap(({ publish }) => publish);
  return fill('readme/README.md', {
    title: prose(stack.options.title),
    compose: compose(stack, 'development'),
    override: stack.options.composeFiles.override,
    withOverride: readsOverride(stack) ? '' : composeWithOverride(stack),
    document: documentPath(stack),
    bare: foundByItself(stack.options.composeFiles) === 'production',
    initEnv: script(stack, 'init-env.sh'),
    services: codes(stack.environments.production.containers.map(({ id }) => id)),
    topology: topologyText(stack),
    addresses: addresses(stack),
    files: files(stack),
    commands: developmentCommands(stack),
    steps: numbered(production(stack)),
    built: builds(stack),
    backend: stack.has('backend'),
    migrate: stack.has('migrate'),
    postgres: stack.has('postgres'),
    port: ports[0]?.host,
    clash: listed(clash(stack).map(String)),
    locks: locks(stack)
      .map(([file, command]) => `${code(command)} writes ${code(file)}`)
      .join(', '),
    service: example(stack),
    look: stack.target.words(stack).look,
    // Docker's templates look like ours.
    inspect: '{{json .State.Health}}',
  });
}
