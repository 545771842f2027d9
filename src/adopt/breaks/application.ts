import type { FrontendFacts } from '../../detect/detected.js';
import { defineBreak, option } from './break.js';

/** What FastAPI and Starlette are not. */
const OTHERS = /^\s*(?:["'])?(flask|django|tornado|aiohttp|bottle|pyramid|sanic|litestar)\b/im;
const MANIFEST = /(?:^|\/)(?:requirements[\w.-]*\.txt|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/;

export const noApplication = defineBreak({
  code: 'no-application',
  about: 'There is neither FastAPI nor a front end in the repository, such as with Flask: nothing could be adopted.',
  check: ({ repository, detected: { backend, frontend } }) => {
    if (backend || frontend || repository.files.length === 0) return [];
    const manifest = repository.files.find((path) => MANIFEST.test(path) && OTHERS.test(repository.read(path) ?? ''));
    const text = (manifest && repository.read(manifest)) ?? '';
    const found = OTHERS.exec(text);
    const line = found ? text.slice(0, found.index + found[0].length).split('\n').length : undefined;
    const name = found?.[1] === undefined ? undefined : found[1][0]!.toUpperCase() + found[1].slice(1).toLowerCase();
    return [
      {
        severity: 'error',
        message:
          name === undefined
            ? 'Neither a FastAPI application nor a React front end was found.'
            : `This is an application of ${name}, and the stack is made for FastAPI.`,
        hint: 'Name the folder that holds one, or make a new project in a folder of its own: npx create-lge-stack shop.',
        evidence: { file: manifest ?? repository.files[0]!, ...(line !== undefined && { line }) },
      },
    ];
  },
});

/** Whether a front end is more than files, so that nginx cannot serve it. */
export const hasOwnServer = ({ framework, distFolder }: FrontendFacts): boolean =>
  framework.value === 'next' && distFolder === undefined;

export const ownServer = defineBreak({
  code: 'own-server',
  about: 'Next.js runs a server of its own, and the front end of the stack is files that nginx serves.',
  check: ({ detected: { frontend } }) => {
    if (!frontend || !hasOwnServer(frontend)) return [];
    return [
      {
        severity: 'warning',
        message: 'Next.js needs a server of its own, and nginx serves files alone: the front end is left out.',
        hint: 'Keep its service in a Compose file of its own and name that under include. Where the build exports files: --set services.frontend.distFolder=out.',
        evidence: frontend.framework.evidence,
        mend: option('services.frontend', false),
      },
    ];
  },
});
