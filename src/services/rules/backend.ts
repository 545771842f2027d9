import { hasStarter, holds, importedAs } from '../../model/layout.js';
import { defineRule, type Rule } from '../../model/rule.js';
import { apiWorkers } from '../../model/sizing.js';
import { formatMemory } from '../../model/units.js';
import { isPythonTooOld, OLDEST_PYTHON, pythonVersion } from '../../model/versions.js';
import { questions } from '../questions/backend.js';

const api = { id: 'backend', questions };

export const moduleInPackage: Rule = defineRule({
  code: 'module-outside-package',
  severity: 'error',
  about: 'The ASGI application is not in the package that is copied into the image.',
  check: (stack) => {
    const answers = stack.get(api);
    if (!answers || holds(answers, answers.module)) return [];
    return [
      {
        path: ['services', 'backend', 'module'],
        message: `${answers.module} is not in the package ${answers.package}, which is what the image contains.`,
        hint: `Write "${importedAs(answers, 'main')}:app", or change services.backend.package.`,
      },
    ];
  },
});

export const livePath: Rule = defineRule({
  code: 'live-path',
  severity: 'error',
  about: 'Readiness and liveness have the same path, and a database that is down would look like a process that hangs.',
  check: (stack) => {
    const answers = stack.get(api);
    if (!answers || !hasStarter(answers)) return [];
    const { livePath: live, healthPath } = answers;
    if (live !== '' && live !== healthPath) return [];
    return [
      {
        path: ['services', 'backend', 'livePath'],
        message: live === '' ? 'The starter has no path for liveness.' : 'Readiness and liveness have the same path.',
        hint: 'Write "/health/live" for liveness.',
      },
    ];
  },
});

export const python: Rule = defineRule({
  code: 'python-version',
  severity: 'error',
  about: 'The tag of the Python image does not say which version of Python it holds, or it is too old.',
  check: (stack) => {
    const { python } = stack.options.images;
    const version = pythonVersion(python);
    if (version && !isPythonTooOld(version)) return [];
    const message = version
      ? `Python ${version} is too old: 3.${OLDEST_PYTHON} is the oldest.`
      : `${python} does not say its version.`;
    return [{ path: ['images', 'python'], message, hint: 'Write a tag such as python:3.14-slim-trixie.' }];
  },
});

export const memory: Rule = defineRule({
  code: 'api-memory',
  severity: 'warning',
  about: 'The API has more processes than its memory usually carries.',
  check: (stack) => {
    const workers = stack.get(api)?.workers ?? 'auto';
    const limit = stack.limits('backend')?.memory ?? 0;
    if (workers === 'auto' || workers <= apiWorkers({ cpus: Infinity, memory: limit })) return [];
    return [
      {
        path: ['services', 'backend', 'workers'],
        message: `${workers} processes of the API do not fit into ${formatMemory(limit)}.`,
        hint: 'Write "auto", or raise services.backend.limits.production.memory.',
      },
    ];
  },
});
