import type { PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1.js';
import type { Container, Stack } from '../../model/stack.js';
import { runs } from './names.js';

type Account = readonly [uid: number, gid: number];

/** Whom it runs as, as far as that is known: by its own word, or by the image that is built for it. */
export function accountOf(stack: Stack, { user, image }: Container): Account | undefined {
  const source = 'of' in image ? runs(stack).find(({ id }) => id === image.of)?.image : image;
  const given = user ?? (source && 'build' in source ? source.build.user : undefined);
  if (given === undefined) return undefined;
  const [uid = 0, gid = uid] = given.split(':').map(Number);
  return [uid, gid];
}

/** Of Pod Security: what the namespace refuses. */
export function levelOf(stack: Stack): 'restricted' | 'baseline' {
  const { unprivileged, dropCapabilities, noNewPrivileges } = stack.policy;
  const strict = unprivileged && dropCapabilities && noNewPrivileges;
  return strict && runs(stack).every(({ capAdd }) => capAdd.length === 0) ? 'restricted' : 'baseline';
}

export function podSecurity(stack: Stack, container: Container): PodSecurityContext {
  const account = accountOf(stack, container);
  return {
    ...(stack.policy.unprivileged && { runAsNonRoot: true }),
    ...(account && {
      runAsUser: account[0],
      runAsGroup: account[1],
      // Volumes belong to root otherwise.
      fsGroup: account[1],
      fsGroupChangePolicy: 'OnRootMismatch',
    }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

export function containerSecurity({ policy }: Stack, { readOnly, capAdd }: Container): SecurityContext {
  return {
    ...(policy.noNewPrivileges && { allowPrivilegeEscalation: false }),
    ...(policy.dropCapabilities && {
      capabilities: { ...(capAdd.length > 0 && { add: [...capAdd] }), drop: ['ALL'] },
    }),
    ...(readOnly && { readOnlyRootFilesystem: true }),
  };
}
