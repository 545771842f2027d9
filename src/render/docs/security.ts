import { script } from '../../model/names.js';
import type { Container, Stack } from '../../model/stack.js';
import { namesIn } from '../../model/variable.js';
import type { LockdownWords, SecretWords } from '../../model/words.js';
import { fill } from '../template.js';
import { builds, idOf, type Section, yes } from './facts.js';
import { code, codes, listed, sentence, table } from './markdown.js';

type Row = readonly [measure: string, inForce: string, how: string];

const except = (items: readonly Container[]): string => (items.length > 0 ? `, except ${codes(items.map(idOf))}` : '');

function users(containers: readonly Container[]): string {
  const fixed = containers.flatMap(({ id, user }) => (user === undefined ? [] : [`${code(id)} as ${code(user)}`]));
  if (fixed.length === 0) return 'As the user of their image';
  return `${listed(fixed)}${fixed.length < containers.length ? '; the others as the user of their image' : ''}`;
}

function locked(stack: Stack, { privileges, readOnly, capabilities, more }: LockdownWords): readonly Row[] {
  const { policy } = stack;
  const { containers } = stack.environments.production;
  const writable = containers.filter(({ readOnly }) => !readOnly);
  const capable = containers
    .filter(({ capAdd }) => capAdd.length > 0)
    .map(({ id, capAdd }) => `${code(id)} keeps ${listed(capAdd)}`);
  return [
    [
      'Not root',
      policy.unprivileged ? 'yes' : 'in part',
      policy.unprivileged
        ? users(containers)
        : 'Images built here run their application as a user of its own; the other images start as root and step down themselves',
    ],
    [
      'Read-only root file system',
      yes(policy.readOnlyRoot),
      policy.readOnlyRoot ? `${code(readOnly)}${except(writable)}; scratch files in memory` : '–',
    ],
    [
      'Capabilities dropped',
      yes(policy.dropCapabilities),
      policy.dropCapabilities
        ? `${code(capabilities)}${capable.length > 0 ? `; ${listed(capable)}` : ''}`
        : "Docker's default set",
    ],
    [
      'No new privileges',
      yes(policy.noNewPrivileges && privileges.inForce),
      policy.noNewPrivileges ? privileges.how : '–',
    ],
    ['Never privileged', 'yes', `No ${code('privileged')}, no Docker socket, no network or process space of the host`],
    ...more,
  ];
}

function bounded(stack: Stack, { swapOff, processes }: LockdownWords): readonly Row[] {
  const { policy } = stack;
  const open = stack.environments.production.containers.filter(({ publish }) => publish.length > 0).map(idOf);
  const published =
    open.length > 0 ? `Only ${codes(open)} publish${open.length === 1 ? 'es' : ''} a port` : 'No port is published';
  return [
    [
      'Limits',
      'yes',
      `CPU and memory of each container${policy.pidsLimit > 0 && processes ? `, ${policy.pidsLimit} processes` : ''}${policy.runtimeGuards && swapOff ? ', no swap' : ''}`,
    ],
    [
      'Isolated data',
      yes(policy.isolateData),
      policy.isolateData ? 'A network without a way in or out' : 'One network for all services',
    ],
    [
      'Few open ports',
      'yes',
      `${published} in production${policy.loopback ? '; development publishes on 127.0.0.1 alone' : ''}`,
    ],
  ];
}

function guarded(stack: Stack): readonly Row[] {
  const { tls } = stack.options;
  const { redisPassword } = stack.policy;
  const password = redisPassword
    ? 'From standard input: no list of processes shows it'
    : 'Reached from the network of the stack alone';
  const encrypted = tls
    ? 'TLS 1.2 and 1.3; plain HTTP is sent on'
    : `Put a proxy with TLS in front, or set ${code('"tls": true')}`;
  return [
    ...(stack.has('redis') ? [['Redis with a password', yes(redisPassword), password] as const] : []),
    ...(stack.has('frontend') ? [['HTTPS', yes(tls), encrypted] as const] : []),
  ];
}

function secrets(stack: Stack, { stored, storedFile }: SecretWords): string {
  const readers = (name: string): readonly string[] => {
    const { application, containers } = stack.environments.production;
    const holds = (env: typeof application): boolean =>
      Object.values(env).some((value) => namesIn(value).includes(name));
    return containers.filter(({ application: shared, env }) => (shared && holds(application)) || holds(env)).map(idOf);
  };
  const rows = stack.variables
    .filter(({ secret }) => secret)
    .map((variable) => [code(variable.name), stored(variable), codes(readers(variable.name)), sentence(variable)]);
  const tls =
    stack.has('frontend') && stack.options.tls
      ? [
          [
            code('privkey.pem'),
            storedFile(stack.options.folders.certificates),
            code('frontend'),
            'Not in Git; renewed from outside, such as by certbot',
          ],
        ]
      : [];
  return table(['Secret', 'Stored as', 'Read by', 'Notes'], [...rows, ...tls]);
}

export const security: Section = (stack) => {
  const { production, development } = stack.environments;
  const pulled = production.containers.flatMap(({ image }) => ('pull' in image ? [image.pull] : []));
  const built = builds(stack);
  const words = stack.target.words(stack);
  return fill('docs/security.md', {
    initEnv: script(stack, 'init-env.sh'),
    measures: table(
      ['Measure', 'In force', 'How'],
      [...locked(stack, words.lockdown), ...bounded(stack, words.lockdown), ...guarded(stack)],
    ),
    preset: code(stack.preset),
    relaxed: !stack.policy.readOnlyRoot || !stack.policy.dropCapabilities,
    mounted: codes(development.containers.filter(({ binds, readOnly }) => binds.length > 0 && !readOnly).map(idOf)),
    locked: stack.policy.readOnlyRoot,
    secrets: stack.variables.some(({ secret }) => secret) && secrets(stack, words.secrets),
    seenBy: words.secrets.seenBy,
    release: words.release,
    images: codes([...new Set(pulled)]),
    scan: built ? `${stack.name}-${stack.has('backend') ? 'backend' : 'frontend'}` : pulled[0],
    tagged: built,
    backend: stack.has('backend'),
    production: stack.environments.production.project,
  });
};
