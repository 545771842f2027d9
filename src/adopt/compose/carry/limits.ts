import { at, entriesOf, itemsOf, textOf, type Node } from '../node.js';
import { cpusOf, memoryOf, portOf, wholeOf } from '../sizes.js';
import { APPLICATION, optionOfService, type Carrier, type Carrying } from './carrying.js';

const limit = (on: Carrying, what: 'cpus' | 'memory'): string =>
  optionOfService(on, `limits.${on.environment}.${what}`);

export const cpus: Carrier = (node, on) => {
  const value = cpusOf(textOf(node));
  if (value === undefined) on.book.notCarried(node, 'It is no number of processors.');
  else on.book.option(limit(on, 'cpus'), value, node);
};

export const memory: Carrier = (node, on) => {
  const value = memoryOf(textOf(node));
  if (value === undefined) on.book.notCarried(node, 'It is no size.');
  else on.book.option(limit(on, 'memory'), value, node);
};

const SCALES: ReadonlySet<string> = new Set(['backend', 'celery-worker']);

export const replicas: Carrier = (node, on) => {
  const value = wholeOf(textOf(node), 1, 1000);
  const { book, environment, role } = on;
  if (value === undefined) book.notCarried(node, 'It is no number of containers from 1 on.');
  else if (value === 1 && !SCALES.has(role)) book.implied(node, 'There is one container of it.');
  else if (!SCALES.has(role)) book.notCarried(node, 'There is one container of it: it has no replicas.');
  else if (environment === 'development') book.implied(node, 'Development has one container of each service.');
  else book.option(optionOfService(on, 'replicas'), value, node);
};

const DEPLOY: Readonly<Record<string, Carrier>> = {
  replicas,
  mode: (node, { book }) =>
    textOf(node) === 'global'
      ? book.notCarried(node, 'A number of containers is asked for, not one on each node.')
      : book.implied(node, 'Services have replicas.'),
  update_config: (node, { book }) =>
    book.implied(node, 'scripts/rollout.sh replaces containers one by one while the others serve.'),
  rollback_config: (node, { book }) => book.implied(node, 'A rollout that does not get healthy is taken back.'),
  restart_policy: (node, { book }) => book.implied(node, 'Containers are restarted unless they are stopped.'),
  endpoint_mode: (node, { book }) => book.notCarried(node, 'It is of Swarm: see the option target.'),
  placement: (node, { book }) => book.notCarried(node, 'It is of Swarm: see the option target.'),
  labels: (node, { book }) =>
    book.notCarried(node, 'Containers bear no labels of yours: add them in the override file.'),
};

export const deploy: Carrier = (node, on) => {
  for (const [key, value] of entriesOf(node)) {
    if (key !== 'resources') {
      const carrier = DEPLOY[key];
      if (carrier) carrier(value, on);
      continue;
    }
    for (const [what, amount] of entriesOf(at(value, 'limits'))) {
      if (what === 'cpus') cpus(amount, on);
      else if (what === 'memory') memory(amount, on);
      else on.book.implied(amount, 'Every container has a limit of processes.');
    }
    const reserved = at(value, 'reservations');
    if (reserved)
      on.book.notCarried(reserved, 'Limits are divided so that they fit into the host: nothing has to be reserved.');
  }
};

const path = /^(?:\/[A-Za-z0-9_.~-]+)+\/?$/;

/** The address that a probe asks, in whatever way it does. */
function probed(test: Node): string | undefined {
  const words = test.kind === 'list' ? itemsOf(test).map((one) => textOf(one) ?? '') : [textOf(test) ?? ''];
  const url = /https?:\/\/[^/\s'")]+(\/[^\s'")|;?#]*)?/.exec(words.join(' '));
  return url?.[1];
}

export const healthcheck: Carrier = (node, on) => {
  const { book, role } = on;
  for (const [key, value] of entriesOf(node)) {
    const asked = key === 'test' ? probed(value) : undefined;
    if (asked !== undefined && path.test(asked) && (role === 'backend' || role === 'frontend'))
      book.option(optionOfService(on, 'healthPath'), asked, value);
    else
      book.implied(
        value,
        'Every service has a health check that fits it, frequent while it starts and rare afterwards.',
      );
  }
};

function published(port: Node, on: Carrying): void {
  const { book, environment, role } = on;
  const [inside, outside] = ['target', 'published'].map((key) => portOf(textOf(at(port, key))));
  if (outside === undefined) return book.notCarried(port, 'It is no single port of the host.');
  if (role === 'frontend' && environment === 'production' && [443, 8443].includes(inside!)) {
    book.option('services.frontend.tlsPort', outside, port);
    return book.option('tls', true, port);
  }
  if (role === 'frontend') return once(environment === 'production' ? 'port' : 'devPort', outside, port, on);
  if (environment === 'production')
    return book.notCarried(
      port,
      `In production ${role === 'backend' ? 'the API is reached through nginx' : 'nothing outside reaches it'}: ${outside} is published no more.`,
    );
  if (inside === 5678) return book.implied(port, 'The debugger is a service of its own: --profile debug.');
  if (APPLICATION.has(role) && role !== 'backend') return book.notCarried(port, 'It listens on nothing.');
  return once('devPort', outside, port, on);
}

/** The first of several is the one. */
function once(key: string, value: number, node: Node, on: Carrying): void {
  on.book.option(optionOfService(on, key), value, node);
}

export const ports: Carrier = (node, on) => {
  const all = itemsOf(node);
  for (const port of all) published(port, on);
  if (on.role !== 'backend') return;
  const inside = all.flatMap((port) => portOf(textOf(at(port, 'target'))) ?? []).find((port) => port !== 5678);
  const first = all.find((port) => portOf(textOf(at(port, 'target'))) === inside);
  if (
    inside !== undefined &&
    first &&
    !on.service.commands.some((one) => one.some((word) => /^(?:--port|--bind|-b)/.test(word)))
  )
    on.book.option('services.backend.port', inside, first);
};

export const expose: Carrier = (node, on) => {
  for (const one of itemsOf(node)) {
    const port = portOf(textOf(one));
    if (port !== undefined && on.role === 'backend') on.book.option('services.backend.port', port, one);
    else on.book.implied(one, 'Containers of one network reach each other on every port.');
  }
};
