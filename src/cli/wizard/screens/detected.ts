import type { BackendFacts, Detected, FrontendFacts } from '../../../detect/detected.js';
import type { DockerFacts, HostFacts } from '../../../probe/probes.js';
import type { Screen } from '../screen.js';

const TITLES: Readonly<Record<string, string>> = {
  uv: 'uv',
  poetry: 'Poetry',
  pip: 'pip',
  pdm: 'PDM',
  pipenv: 'Pipenv',
  npm: 'npm',
  pnpm: 'pnpm',
  yarn: 'Yarn',
  bun: 'Bun',
  vite: 'Vite',
  'create-react-app': 'Create React App',
  next: 'Next.js',
  other: 'a front end',
};

function ofBackend({ packageManager, fastapiVersion, app, folder }: BackendFacts): readonly string[] {
  const version = fastapiVersion ? ` ${fastapiVersion.value}` : '';
  const module = app ? `, ${app.value.module}:${app.value.attribute}${app.value.factory ? '()' : ''}` : '';
  return [
    ...(packageManager ? [`${packageManager.evidence.file} → ${TITLES[packageManager.value]}`] : []),
    `fastapi${version}${module} in ${folder.value}`,
  ];
}

function ofFrontend({ framework, packageManager }: FrontendFacts): readonly string[] {
  const manager = packageManager ? ` with ${TITLES[packageManager.value]}` : '';
  return [`${framework.evidence.file} → ${TITLES[framework.value]}${manager}`];
}

export const gibibytes = (mebibytes: number): string => `${(mebibytes / 1024).toFixed(1).replace(/\.0$/, '')} GiB`;

export function machineText({ cpus, memory }: HostFacts): string {
  return `${cpus} CPU, ${gibibytes(memory)}`;
}

function ofMachine(docker: DockerFacts | undefined, host: HostFacts): string {
  if (!docker) return `No Docker Engine answers · ${machineText(host)}`;
  return `Docker ${docker.engine}${docker.compose === undefined ? ', without Compose' : ''}, ${machineText(docker.host)}`;
}

/** What was found, in one line. */
export function factsText(detected: Detected | undefined, docker: DockerFacts | undefined, host: HostFacts): string {
  const facts = [
    ...(detected?.backend ? ofBackend(detected.backend) : []),
    ...(detected?.frontend ? ofFrontend(detected.frontend) : []),
    ...(detected?.files.compose ?? []),
    ofMachine(docker, host),
  ];
  return `✓ ${facts.join(' · ')}`;
}

export const detected: Screen = {
  id: 'detected',
  title: 'Detected',
  silent: true,
  steps: [
    {
      applies: () => true,
      ask: async (state, { ui, docker, probes }) => {
        ui.tell([factsText(state.prepared.detected, await docker(), probes.host()), ui.help]);
        return state;
      },
    },
  ],
};
