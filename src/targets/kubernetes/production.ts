import type { IngressBackend, Ingress } from 'kubernetes-types/networking/v1.js';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.js';
import type { Container, Stack } from '../../model/stack.js';
import type { Manifest } from './document.js';
import { NAME_LABEL, runs } from './names.js';

/** Of whatever has replicas, a node that is emptied takes one at a time. */
export function disruptionBudgets(stack: Stack): readonly Manifest[] {
  return runs(stack)
    .filter(({ replicas }) => replicas > 1)
    .map(({ id }) => {
      const object: PodDisruptionBudget = {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: id },
        spec: { maxUnavailable: 1, selector: { matchLabels: { [NAME_LABEL]: id } } },
      };
      return { object };
    });
}

const backendOf = ({ id, publish }: Container): IngressBackend => ({
  service: { name: id, port: { number: publish[0]!.host } },
});

/** What leads from outside to the first published port, where a class is said. */
export function ingress(stack: Stack): readonly Manifest[] {
  const { domain, kubernetes } = stack.options;
  const open = runs(stack).find(({ publish }) => publish.length > 0);
  if (kubernetes.ingressClass === '' || !open) return [];
  const http = { paths: [{ path: '/', pathType: 'Prefix', backend: backendOf(open) }] };
  const object: Ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: stack.name },
    spec: {
      ingressClassName: kubernetes.ingressClass,
      ...(domain !== '' && { tls: [{ hosts: [domain], secretName: 'certificate' }] }),
      rules: [domain === '' ? { http } : { host: domain, http }],
    },
  };
  return [{ object, comments: { 'spec.tls': 'A Secret with tls.crt and tls.key, of yours or of cert-manager.' } }];
}
