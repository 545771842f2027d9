import type { Deployment, DeploymentSpec, StatefulSet } from 'kubernetes-types/apps/v1.js';
import type { Job } from 'kubernetes-types/batch/v1.js';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.js';
import type { Container, Stack } from '../../model/stack.js';
import type { Comments, Manifest } from './document.js';
import { NAME_LABEL, STEP_LABEL } from './names.js';
import { podComments, podTemplate } from './pod.js';
import { isLast, jobs, kindOf, startsFirst } from './roles.js';
import { claimsOf } from './storage.js';

const selector = ({ id }: Container) => ({ matchLabels: { [NAME_LABEL]: id } });

function metadata(stack: Stack, container: Container): ObjectMeta {
  const { id, oneShot } = container;
  const step = oneShot ? 'jobs' : jobs(stack).length > 0 && isLast(stack, container) ? 'rest' : undefined;
  return { name: id, labels: { [NAME_LABEL]: id, ...(step !== undefined && { [STEP_LABEL]: step }) } };
}

function strategy(container: Container): DeploymentSpec['strategy'] {
  return startsFirst(container)
    ? { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
    : { type: 'Recreate' };
}

function deployment(stack: Stack, container: Container): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(stack, container),
    spec: {
      replicas: container.replicas,
      revisionHistoryLimit: 3,
      strategy: strategy(container),
      selector: selector(container),
      template: podTemplate(stack, container),
    },
  };
}

function statefulSet(stack: Stack, container: Container): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(stack, container),
    spec: {
      serviceName: container.id,
      replicas: container.replicas,
      revisionHistoryLimit: 3,
      selector: selector(container),
      template: podTemplate(stack, container),
      volumeClaimTemplates: claimsOf(stack, container),
    },
  };
}

function job(stack: Stack, container: Container): Job {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(stack, container),
    spec: { backoffLimit: 1, template: podTemplate(stack, container) },
  };
}

const MADE = { Deployment: deployment, StatefulSet: statefulSet, Job: job };

function comments(container: Container): Comments {
  const one = kindOf(container) === 'Deployment' && !startsFirst(container);
  return {
    ...podComments(container),
    'spec.strategy': one ? 'Never two of them, not even while one replaces the other.' : undefined,
    'spec.backoffLimit': 'What it needs may have been there a moment later.',
    'spec.volumeClaimTemplates': 'They stay when the StatefulSet goes, and cannot be changed in it.',
  };
}

export function workload(stack: Stack, container: Container): Manifest {
  return { object: MADE[kindOf(container)](stack, container), comments: comments(container) };
}
