import { compose } from '../../model/compose-files.js';
import { script } from '../../model/names.js';
import type { EnvironmentName } from '../../model/service.js';
import { below } from '../../model/folder.js';
import type { Container, Stack } from '../../model/stack.js';
import type { Words } from '../../model/words.js';
import { formatMemory } from '../../model/units.js';
import { fill } from '../template.js';
import { answerText, builds, counted, idOf, paragraph, publishedPorts, type Section } from './facts.js';
import { code, codes, prose, table } from './markdown.js';

type Row = readonly [component: string, status: string, where: string];
const some = (condition: boolean, row: Row): readonly Row[] => (condition ? [row] : []);

function stacks(stack: Stack): readonly Row[] {
  const { development, production } = stack.environments;
  const { composeFiles } = stack.options;
  const images = production.containers.flatMap(({ id, image }): readonly Row[] =>
    'build' in image
      ? [[`Image of ${code(id)}`, 'included', code(below(image.build.context, image.build.dockerfile))]]
      : [],
  );
  const services = (file: string, { length }: readonly Container[]): string =>
    `${code(file)}, ${counted(length, 'service')}`;
  return [
    ['Development stack', 'included', services(composeFiles.development, development.containers)],
    ['Production stack', 'included', services(stack.target.file(stack), production.containers)],
    ['Local changes', 'yours', `${code(composeFiles.override)}, not in Git`],
    ...images,
  ];
}

function scope(stack: Stack, words: Words): string {
  const { tls: secure, folders } = stack.options;
  const scripts = (...names: readonly string[]): string => names.map((name) => code(script(stack, name))).join(', ');
  const tls = secure
    ? (['included', `${code(folders.certificates)}, certificates are yours`] as const)
    : (['off', `${code('"tls": true')} in ${code('lge.stack.json')}`] as const);
  return table(
    ['Component', 'Status', 'Where'],
    [
      ...stacks(stack),
      ...some(stack.has('frontend'), ['HTTPS', ...tls]),
      ...some(stack.has('migrate'), [
        'Migrations',
        'included',
        `service ${code('migrate')}, before the application starts`,
      ]),
      ['Settings and secrets', 'included', `${code('.env.example')}, ${scripts('init-env.sh')}`],
      ...some(stack.has('postgres'), ['Backup and restore', 'included', scripts('backup.sh', 'restore.sh')]),
      ...some(stack.has('backend'), ['Updates without a failed request', 'included', words.release]),
      ['Restart of what hangs', ...words.hangs],
    ],
  );
}

export const overview: Section = (stack) => {
  const words = stack.target.words(stack);
  return fill('docs/overview.md', {
    title: prose(stack.options.title),
    start: `${compose(stack, 'development')} up -d --wait`,
    scalable: codes(
      stack.environments.production.containers.filter(({ definition }) => definition.replicas !== undefined).map(idOf),
    ),
    scope: scope(stack, words),
    scale: words.scale,
    built: builds(stack),
  });
};

function count({ replicas, oneShot, profile }: Container): string {
  if (oneShot) return '1, runs once';
  return profile === undefined ? String(replicas) : `1, with ${code(`--profile ${profile}`)}`;
}

function services(stack: Stack, environment: EnvironmentName): string {
  const rows = stack.environments[environment].containers.map((container) => [
    code(container.id),
    container.summary,
    container.port === undefined ? '–' : code(String(container.port)),
    publishedPorts(container),
    count(container),
    String(container.limits.cpus),
    formatMemory(container.limits.memory),
  ]);
  return table(['Service', 'What it is', 'Port', 'Port on the host', 'Containers', 'CPUs:', 'Memory:'], rows);
}

export const currentState: Section = (stack) =>
  fill('docs/current-state.md', {
    project: stack.target.words(stack).project,
    developmentProject: stack.environments.development.project,
    productionFile: stack.target.file(stack),
    developmentFile: stack.options.composeFiles.development,
    production: services(stack, 'production'),
    development: services(stack, 'development'),
    loopback: stack.policy.loopback,
    local: codes(
      stack.environments.development.containers.filter(({ publish }) => publish.some(({ local }) => local)).map(idOf),
    ),
    mounted: stack.environments.development.containers.some(({ binds }) => binds.some(({ readOnly }) => !readOnly)),
    notes: stack.services
      .flatMap((service) => {
        const text = paragraph(stack, service);
        return text ? [`- **${service.definition.title}** (${code(service.id)}): ${text}`] : [];
      })
      .join('\n'),
    apiPrefix: answerText(stack, 'backend', 'apiPrefix'),
  });
