import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicySpec } from 'kubernetes-types/networking/v1.js';
import type { NetworkId } from '../../model/container.js';
import type { Container, Stack } from '../../model/stack.js';
import { networkName } from '../../render/compose-shared.js';
import type { Manifest } from './document.js';
import { NAME_LABEL, runs } from './names.js';
import { networkLabel, portsOf } from './pod.js';

function policy(name: string, spec: NetworkPolicySpec): NetworkPolicy {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec };
}

const NOTHING: Manifest = {
  object: policy('nothing', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  comments: { spec: 'Nobody reaches anybody, as far as no other policy here says so.' },
};

const DNS: Manifest = {
  object: policy('dns', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
    ],
  }),
  comments: { spec: 'Everybody may ask for the address of a name.' },
};

const members = (stack: Stack, network: NetworkId): NetworkPolicyPeer => ({
  podSelector: { matchLabels: { [networkLabel(stack, network)]: 'joined' } },
});

/** The whole world; some engines do not count the cluster's own pods to it. */
const WORLD: readonly NetworkPolicyPeer[] = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];

const ABOUT: Readonly<Record<NetworkId, string>> = {
  edge: 'Calls to each other and to the outside.',
  data: 'Calls to each other, and no way out.',
};

/** Whom those on a network may call. */
function network(stack: Stack, id: NetworkId): Manifest {
  const peer = members(stack, id);
  return {
    object: policy(networkName(stack, id), {
      podSelector: peer.podSelector!,
      policyTypes: ['Egress'],
      egress: [{ to: [peer, ...(id === 'edge' ? WORLD : [])] }],
    }),
    comments: { spec: ABOUT[id] },
  };
}

/** Who may call a service: whoever is on a network with it, and everybody where its port is published. */
function callers(stack: Stack, container: Container): readonly Manifest[] {
  const { id, networks, publish } = container;
  const published = publish.map((port) => port.container);
  const inside = portsOf(container).filter((port) => !published.includes(port));
  const rules = [
    ...(inside.length > 0
      ? [{ from: networks.map((one) => members(stack, one)), ports: inside.map((port) => ({ port })) }]
      : []),
    ...(published.length > 0 ? [{ ports: published.map((port) => ({ port })) }] : []),
  ];
  if (rules.length === 0) return [];
  const spec = { podSelector: { matchLabels: { [NAME_LABEL]: id } }, policyTypes: ['Ingress'], ingress: rules };
  return [{ object: policy(`to-${id}`, spec) }];
}

/** What the networks of Compose say, in the words of Kubernetes. */
export function networkPolicies(stack: Stack): readonly Manifest[] {
  const all = runs(stack);
  const used = (['edge', 'data'] as const).filter((id) => all.some(({ networks }) => networks.includes(id)));
  return [
    NOTHING,
    DNS,
    ...used.map((id) => network(stack, id)),
    ...all.flatMap((container) => callers(stack, container)),
  ];
}
