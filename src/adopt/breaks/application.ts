import type { FrontendFacts } from '../../detect/detected.js';
import { defineBreak, option } from './break.js';

/** What FastAPI and Starlette are not. */
const OTHERS = /^\s*(?:["'])?(flask|django|tornado|aiohttp|bottle|pyramid|sanic|litestar)\b/im;
const MANIFEST = /(?:^|\/)(?:requirements[\w.-]*\.txt|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/;

/** It ends an adoption that nobody watches: nothing would be adopted, and a starting application written beside theirs. */
export const OTHER_FRAMEWORK = 'other-framework';

export const otherFramework = defineBreak({
  code: OTHER_FRAMEWORK,
  about:
    'The application is made with Flask, Django or the like, and the stack is for FastAPI: nothing could be adopted.',
  check: ({ repository, detected: { backend, frontend } }) => {
    if (backend || frontend) return [];
    for (const file of repository.files.filter((path) => MANIFEST.test(path))) {
      const text = repository.read(file) ?? '';
      const found = OTHERS.exec(text);
      if (!found) continue;
      return [
        {
          severity: 'error',
          message: `The application needs ${found[1]!.toLowerCase()}, and the stack is made for FastAPI.`,
          hint: 'Nothing of it can be adopted. A new stack goes into a folder of its own: npx create-lge-stack shop.',
          evidence: { file, line: text.slice(0, found.index + found[0].length).split('\n').length },
        },
      ];
    }
    return [];
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
