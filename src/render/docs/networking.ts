import { permanent } from '../../model/budget.js';
import { halves } from '../../model/network.js';
import type { NetworkId } from '../../model/container.js';
import type { Stack } from '../../model/stack.js';
import { formatMemory } from '../../model/units.js';
import { networkName } from '../compose-shared.js';
import type { NetworkWords } from '../../model/words.js';
import { fill } from '../template.js';
import { idOf, publishedPorts, type Section, yes } from './facts.js';
import { code, codes, table } from './markdown.js';

const NETWORKS: readonly NetworkId[] = ['edge', 'data'];

function subnet(stack: Stack, id: NetworkId, { address }: NetworkWords): string {
  const given = stack.options.network.subnet;
  if (given === '') return address;
  if (!stack.policy.isolateData) return code(given);
  const [edge, data] = halves(given);
  return code(id === 'edge' ? edge : data);
}

function networks(stack: Stack, words: NetworkWords): string {
  const { containers } = stack.environments.production;
  const purpose = stack.policy.isolateData
    ? { edge: 'Requests come in, calls to the outside go out', data: 'Data: no way in or out' }
    : { edge: 'All services', data: '' };
  const rows = NETWORKS.map((id) => ({
    id,
    members: containers.filter((container) => container.networks.includes(id)),
  }))
    .filter(({ members }) => members.length > 0)
    .map(({ id, members }) => [
      code(networkName(stack, id)),
      words.driver,
      yes(id === 'data'),
      subnet(stack, id, words),
      codes(members.map(idOf)),
      purpose[id],
    ]);
  return table(['Network', 'Driver', 'Internal', 'Subnet in production', 'Services', 'Purpose'], rows);
}

function volumes(stack: Stack, words: NetworkWords): string {
  const { containers } = stack.environments.production;
  const row = (name: string, type: string, ids: readonly string[], purpose: string, backup: string) => [
    code(name),
    type,
    codes(ids),
    purpose,
    backup,
  ];
  // Each once, also where several services have it.
  const all = new Map(containers.flatMap((container) => container.volumes).map((volume) => [volume.name, volume]));
  const named = [...all.values()].map(({ name, about, backup, existing }) => {
    const ids = containers.filter(({ volumes: own }) => own.some((one) => one.name === name)).map(idOf);
    const [shownAs, type] =
      existing === undefined ? [words.volume(name), words.volumeType] : [existing, 'volume of before'];
    return row(shownAs, type, ids, about, backup ? '**yes**' : 'no');
  });
  const binds = containers.flatMap((container) =>
    container.binds.map((bind) =>
      row(
        bind.source,
        words.bind(bind),
        [container.id],
        bind.about,
        bind.backup ? '**yes**: it is not in Git' : 'no: it is in Git',
      ),
    ),
  );
  return table(['Volume', 'Type', 'Service', 'Purpose', 'Backup needed'], [...named, ...binds, ...scratch(stack)]);
}

/** File systems in memory, one row for all services that have the same. */
function scratch(stack: Stack): readonly (readonly string[])[] {
  const all = permanent(stack.environments.production).flatMap(({ id, tmpfs }) =>
    tmpfs.map(({ target, size }) => ({ id, target, type: `memory, ${formatMemory(size)}` })),
  );
  const alike = new Map<string, typeof all>();
  for (const one of all)
    alike.set(`${one.target} ${one.type}`, [...(alike.get(`${one.target} ${one.type}`) ?? []), one]);
  return [...alike.values()].flatMap((some) =>
    some
      .slice(0, 1)
      .map(({ target, type }) => [
        code(target),
        type,
        codes(some.map(idOf)),
        'Scratch files, empty at each start',
        'no',
      ]),
  );
}

export const networking: Section = (stack) => {
  const { containers } = stack.environments.production;
  const words = stack.target.words(stack).network;
  const { development, production } = stack.options.include;
  const theirs = [...new Set([...development, ...production])];
  const open = containers.filter(({ publish }) => publish.length > 0);
  const some = containers.some(({ volumes: named, binds, tmpfs }) => named.length + binds.length + tmpfs.length > 0);
  return fill('docs/networking.md', {
    networks: networks(stack, words),
    between: words.between,
    portsHeading: words.portsHeading,
    outside: words.outside,
    keeps: words.keeps,
    isolated: stack.policy.isolateData,
    loopback: stack.policy.loopback,
    open:
      open.length > 0 &&
      table(
        ['Service', 'Port on the host → in the container'],
        open.map((container) => [code(container.id), publishedPorts(container)]),
      ),
    volumes: some && volumes(stack, words),
    backup: stack.has('postgres'),
    persistent: containers.some(({ volumes: named }) => named.length > 0),
    api: stack.has('backend'),
    theirs: codes(theirs),
    several: theirs.length > 1,
    names: codes(
      NETWORKS.filter((id) => stack.policy.isolateData || id === 'edge').map((id) => networkName(stack, id)),
    ),
  });
};
