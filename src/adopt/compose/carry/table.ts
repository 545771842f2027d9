import { entriesOf, itemsOf, textOf, at } from '../node.js';
import type { Carrier, Carrying } from './carrying.js';
import { command } from './commands.js';
import { volumes } from './data.js';
import { build, environment, envFile } from './files.js';
import { image, labels, logging } from './image.js';
import { cpus, deploy, expose, healthcheck, memory, ports, replicas } from './limits.js';

const implied =
  (why: string): Carrier =>
  (node, { book }) =>
    book.implied(node, why);

const notCarried =
  (why: string): Carrier =>
  (node, { book }) =>
    book.notCarried(node, why);

const HARDENED = implied('Every container is locked down: read-only, without capabilities, with a limit of processes.');
const HOST = notCarried('It opens the host to the container: add it in the override file if it must be.');
const LIMITED = implied('The limit of memory is the limit, swap included.');

const restart: Carrier = (node, { book, service }) => {
  const text = textOf(node);
  if (text === 'no' || text === 'false') {
    if (service.environment.name === 'development') return book.implied(node, 'docker compose down ends development.');
    return book.notCarried(node, 'Every container is restarted unless it is stopped.');
  }
  book.implied(node, 'Every container is restarted unless it is stopped.');
};

const networks: Carrier = (node, on) => {
  if (node.kind === 'mapping' && node.entries.size === 0) on.book.implied(node, FLAT);
  for (const [name, value] of entriesOf(node)) {
    const external = textOf(at(on.service.environment.model.root, 'networks', name, 'external')) === 'true';
    if (external) on.book.notCarried(value, `${name} is a network of others: join it in the override file.`);
    else if (value.kind === 'scalar') on.book.implied(value, FLAT);
    for (const [key, one] of entriesOf(value))
      on.book.notCarried(
        one,
        key === 'aliases'
          ? 'Services are reached by the names that they have.'
          : 'Docker gives addresses; services are reached by name.',
      );
  }
};

const FLAT = 'There is a network for what is reached from outside and one for data.';

const dependsOn: Carrier = (node, on) => {
  const names =
    node.kind === 'mapping' ? entriesOf(node) : itemsOf(node).map((one) => [textOf(one) ?? '', one] as const);
  for (const [name, value] of names) {
    if (on.others.has(name))
      on.book.notCarried(
        value,
        `It waited for ${name}, which is none of ours: the application must bear that it starts later.`,
      );
    else on.book.implied(value, 'Services wait for those that they need until these are healthy.');
  }
};

/** What becomes of each key of a service that is one of ours. */
export const TABLE: Readonly<Record<string, Carrier>> = {
  image,
  build,
  command,
  entrypoint: command,
  environment,
  env_file: envFile,
  volumes,
  ports,
  expose,
  labels,
  logging,
  healthcheck,
  deploy,
  restart,
  networks,
  depends_on: dependsOn,
  cpus,
  mem_limit: memory,
  scale: replicas,
  mem_reservation: notCarried('Limits are divided so that they fit into the host: nothing has to be reserved.'),
  cpu_shares: notCarried('Limits are divided so that they fit into the host: nothing has to be weighed.'),
  memswap_limit: LIMITED,
  mem_swappiness: LIMITED,
  links: implied('Services are reached by their names.'),
  container_name: implied('Containers are called after the project: a fixed name would forbid replicas.'),
  hostname: implied('Services are reached by their names.'),
  profiles: implied('Each environment has a file of its own.'),
  develop: implied('Development mounts the source, and reloads when it changes.'),
  working_dir: implied('The image has its folder.'),
  init: implied('Signals are passed on in every container.'),
  tty: implied('Logs need no terminal.'),
  stdin_open: implied('A shell is opened with docker compose exec.'),
  stop_grace_period: implied('Each service has the time that it needs to end.'),
  stop_signal: implied('Each service has the time that it needs to end.'),
  shm_size: implied('Derived from the limit of memory.'),
  pull_policy: implied('Images are built, or pulled where there is a registry.'),
  platform: notCarried('Images are built for the machine that builds them.'),
  read_only: HARDENED,
  tmpfs: HARDENED,
  cap_drop: HARDENED,
  security_opt: HARDENED,
  pids_limit: HARDENED,
  user: implied('No container runs as root: each image has a user of its own.'),
  privileged: HOST,
  cap_add: HOST,
  devices: HOST,
  gpus: HOST,
  runtime: HOST,
  network_mode: HOST,
  pid: HOST,
  ipc: HOST,
  uts: HOST,
  userns_mode: HOST,
  sysctls: HOST,
  ulimits: notCarried('Limits of the engine apply: add others in the override file.'),
  dns: notCarried('The engine answers for names: add others in the override file.'),
  dns_search: notCarried('The engine answers for names: add others in the override file.'),
  dns_opt: notCarried('The engine answers for names: add others in the override file.'),
  extra_hosts: notCarried('The engine answers for names: add others in the override file.'),
  secrets: notCarried('Secrets are variables of .env, which no image and no list of containers holds.'),
  configs: notCarried('What a container reads is in its image or in its variables.'),
  volumes_from: notCarried('No container takes over the volumes of another.'),
};

/** Everything that one of their services says. */
export function carry(on: Carrying): void {
  for (const [key, node] of entriesOf(on.service.node)) {
    const carrier = TABLE[key];
    if (carrier) carrier(node, on);
    else on.book.notCarried(node, key.startsWith('x-') ? 'Compose does not read it.' : 'No option says it.');
  }
}
