import type { BackendFacts } from '../../detect/detected.js';
import { listsOf } from '../requirements.js';
import { defineBreak, type Broken } from './break.js';

/** What writes the list that pip reads, for managers that no image installs with. */
const EXPORTS: Readonly<Record<string, readonly [title: string, command: string]>> = {
  pdm: ['PDM', 'pdm export --prod -o requirements.txt'],
  pipenv: ['Pipenv', 'pipenv requirements > requirements.txt'],
};

export const otherManager = defineBreak({
  code: 'other-manager',
  about: 'Packages are managed by PDM or Pipenv, which images do not install with: they want a list for pip.',
  check: ({ detected: { backend } }) => {
    const manager = backend?.packageManager;
    const [title, command] = EXPORTS[manager?.value ?? ''] ?? [];
    if (!backend || !manager || title === undefined) return [];
    const list = backend.requirements?.value;
    const where = backend.folder.value === '.' ? '' : ` in ${backend.folder.value}`;
    return [
      {
        severity: list === undefined ? 'error' : 'warning',
        message:
          list === undefined
            ? `${title} manages the packages, and images install with uv, Poetry or pip: there is no list for pip.`
            : `${title} manages the packages, and images install ${list} with pip, which its lock file does not keep up to date.`,
        hint: `Run \`${command}\`${where} after each change of packages; python.packageManager is pip.`,
        evidence: manager.evidence,
      },
    ];
  },
});

function missing({ packageManager, requirements, folder }: BackendFacts): readonly Broken[] {
  if (requirements !== undefined || (packageManager !== undefined && packageManager.value !== 'pip')) return [];
  const hint = packageManager
    ? 'Run `uv lock` there and set python.packageManager to uv, or write a requirements.txt.'
    : 'Write a requirements.txt and set python.packageManager to pip, or begin with `uv init --bare` and `uv add`.';
  return [
    {
      severity: 'error',
      message: 'Nothing says which packages an image installs: there is no lock file, and no requirements.txt.',
      hint,
      evidence: (packageManager ?? folder).evidence,
    },
  ];
}

export const noRequirements = defineBreak({
  code: 'no-requirements',
  about: 'An image of the back end has nothing to install: a list that is needed is not there, or outside its folder.',
  check: ({ repository, detected: { backend } }) => {
    if (!backend) return [];
    const folder = backend.folder.value;
    const outside = (listsOf(repository, backend)?.outside ?? []).map(({ value, evidence }): Broken => ({
      severity: 'error',
      message: repository.files.includes(value)
        ? `${value} is named here, and an image is built from ${folder}, where it is not.`
        : `${value} is named here, and not there.`,
      hint: `Put it into ${folder === '.' ? 'the repository' : folder}, and name it by its place there.`,
      evidence,
    }));
    return [...missing(backend), ...outside];
  },
});
