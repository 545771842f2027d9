import type { PersistentVolumeClaim, Volume, VolumeMount } from 'kubernetes-types/core/v1.js';
import type { Bind } from '../../model/container.js';
import type { Container, Stack } from '../../model/stack.js';
import { baseName, isKept } from '../../render/binds.js';
import { slug } from './names.js';

export const mebibytes = (count: number): string => (count % 1024 === 0 ? `${count / 1024}Gi` : `${count}Mi`);

interface Mounted {
  readonly mount: VolumeMount;
  /** Absent where a claim of the StatefulSet is the volume. */
  readonly volume?: Volume;
}

/** A ConfigMap or a Secret of files that a container reads. */
export interface Kept {
  readonly name: string;
  readonly kind: 'config' | 'secret';
  /** Relative to the project. */
  readonly files: readonly string[];
}

/** Single files together, folders of secrets each for itself. */
export function keptBy({ id, binds }: Container): readonly Kept[] {
  const own = binds.filter(isKept);
  const files = own.flatMap(({ source, secrets }) => (secrets ? [] : [source]));
  return [
    ...(files.length > 0 ? [{ name: `${id}-files`, kind: 'config', files } as const] : []),
    ...own.flatMap(({ source, target, secrets }) =>
      secrets
        ? [{ name: secretName(id, target), kind: 'secret', files: secrets.map((one) => `${source}/${one}`) } as const]
        : [],
    ),
  ];
}

const secretName = (id: string, target: string): string => `${id}-${slug(baseName(target))}`;

function keptMount(id: string, { source, target, secrets }: Bind): Mounted {
  if (!secrets) {
    const name = 'files';
    const mount = { name, mountPath: target, subPath: baseName(source), readOnly: true };
    return { mount, volume: { name, configMap: { name: `${id}-files` } } };
  }
  const name = secretName(id, target);
  const mount = { name, mountPath: target, readOnly: true };
  // The group of the pod reads them, and nobody else.
  return { mount, volume: { name, secret: { secretName: name, defaultMode: 0o440 } } };
}

function memory(target: string, size: number): Mounted {
  const name = slug(target);
  const volume = { name, emptyDir: { medium: 'Memory', sizeLimit: mebibytes(size) } };
  return { mount: { name, mountPath: target }, volume };
}

function mountedBy({ id, volumes, binds, tmpfs, shm }: Container): readonly Mounted[] {
  return [
    ...volumes.map(({ name, target }) => ({ mount: { name, mountPath: target } })),
    ...binds.filter(isKept).map((bind) => keptMount(id, bind)),
    ...tmpfs.map(({ target, size }) => memory(target, size)),
    ...(shm === undefined ? [] : [memory('/dev/shm', shm)]),
  ];
}

export function mountsOf(container: Container): VolumeMount[] {
  return mountedBy(container).map(({ mount }) => mount);
}

export function volumesOf(container: Container): Volume[] {
  const all = mountedBy(container).flatMap(({ volume }) => (volume ? [[volume.name, volume] as const] : []));
  return [...new Map(all).values()];
}

/** A volume of its own for each pod of a StatefulSet, which stays when the pod goes. */
export function claimsOf({ options }: Stack, { volumes }: Container): PersistentVolumeClaim[] {
  const { storage, storageClass } = options.kubernetes;
  return volumes.map(({ name }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass !== '' && { storageClassName: storageClass }),
      resources: { requests: { storage: mebibytes(storage) } },
    },
  }));
}
