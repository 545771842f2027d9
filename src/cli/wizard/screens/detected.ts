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

/** What the containers run on. */
export function ofMachine(docker: DockerFacts | undefined, host: HostFacts): string {
  if (!docker) return `No Docker Engine answers · ${machineText(host)}`;
  return `Docker ${docker.engine}${docker.compose === undefined ? ', without Compose' : ''}, ${machineText(docker.host)}`;
}

/** What was found, in one line; no line where there is nothing to say. `machine` is absent while nobody knows. */
export function factsText(detected: Detected | undefined, machine: string | undefined): readonly string[] {
  const facts = [
    ...(detected?.backend ? ofBackend(detected.backend) : []),
    ...(detected?.frontend ? ofFrontend(detected.frontend) : []),
    ...(detected?.files.compose ?? []),
    ...(machine === undefined ? [] : [machine]),
  ];
  return facts.length === 0 ? [] : [`✓ ${facts.join(' · ')}`];
}

/** How long the first question waits for what Docker says, in milliseconds: its program alone takes longer, mostly. */
const PATIENCE = 20;

async function inTime(machine: Promise<string>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, PATIENCE, undefined)));
  try {
    return await Promise.race([machine, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const detected: Screen = {
  id: 'detected',
  title: 'Detected',
  silent: true,
  steps: [
    {
      applies: () => true,
      ask: async (state, { ui, docker, probes }) => {
        const machine = await inTime(docker().then((facts) => ofMachine(facts, probes.host())));
        ui.tell([...factsText(state.prepared.detected, machine), ui.help]);
        return machine === undefined ? state : { ...state, machineTold: true };
      },
    },
  ],
};
