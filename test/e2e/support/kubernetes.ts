import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { attempt, run, type Ran } from './shell.js';
import type { Project } from './project.js';

/**
 * The program that stands in for a cluster on a machine that has none, if there is one: it starts a whole one of one
 * node, and `load IMAGE…` gives it images of the local engine. KUBE_LAB names it; empty means that kubectl knows a
 * cluster already, which has images from a registry.
 */
function labProgram(): string | undefined {
  const path = process.env.KUBE_LAB ?? resolve(import.meta.dirname, '../../../../shared/kube-lab/up');
  return path !== '' && existsSync(path) ? path : undefined;
}

/** Afterwards kubectl is there, and knows the cluster. */
export async function startCluster(): Promise<void> {
  const lab = labProgram();
  if (lab !== undefined) {
    await run(['bash', lab], { timeout: 1800 });
    const printed = await run(['bash', lab, 'env']);
    for (const [, name = '', value = ''] of printed.matchAll(/(\w+)=(\S+)/g))
      process.env[name] = value.replaceAll('$PATH', process.env.PATH ?? '');
  }
  await run(['kubectl', 'version']);
}

export async function loadImages(...images: readonly string[]): Promise<void> {
  const lab = labProgram();
  if (lab !== undefined) await run(['bash', lab, 'load', ...images]);
}

export interface Cluster {
  readonly namespace: string;
  readonly kubectl: (...args: readonly string[]) => Promise<string>;
  /** Names of the pods of a service that run, and are ready. */
  readonly ready: (service: string) => Promise<readonly string[]>;
  /** Where a Service is reached from a node, by its port. */
  readonly origin: (service: string) => Promise<string>;
  readonly remove: () => Promise<void>;
}

export function openCluster(namespace: string): Cluster {
  const kubectl = (...args: readonly string[]): Promise<string> => run(['kubectl', '--namespace', namespace, ...args]);
  return {
    namespace,
    kubectl,
    ready: async (service) => {
      const selector = `app.kubernetes.io/name=${service}`;
      const state = '{.metadata.name} {.status.conditions[?(@.type=="Ready")].status} {.metadata.deletionTimestamp}';
      const lines = await kubectl(
        'get',
        'pods',
        '-l',
        selector,
        '-o',
        `jsonpath={range .items[*]}${state}{"\\n"}{end}`,
      );
      return lines.split('\n').flatMap((line) => (/ True $/.test(line) ? [line.split(' ')[0]!] : []));
    },
    origin: async (service) => {
      const found = await kubectl('get', 'service', service, '-o', 'jsonpath={.spec.clusterIP}:{.spec.ports[0].port}');
      return `http://${found}`;
    },
    remove: async () => {
      await attempt(['kubectl', 'delete', 'namespace', namespace, '--ignore-not-found', '--timeout=120s']);
    },
  };
}

/** Builds the images of a version, gives them to the cluster, and deploys them. */
export async function deployVersion(project: Project, version: string): Promise<Ran> {
  await project.compose('production', ['build', '--quiet'], { timeout: 900, env: { IMAGE_TAG: version } });
  await loadImages(`${project.name}-backend:${version}`, `${project.name}-frontend:${version}`);
  const ran = await project.script('deploy-kubernetes.sh', ['production', version, '--timeout', '120'], {
    timeout: 500,
  });
  // Its own lines, each with the time: they say where the minutes go.
  console.log(`deploy-kubernetes.sh ${version}\n${ran.stdout}`);
  return ran;
}
