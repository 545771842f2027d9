import { isMaintained, OLDEST_PYTHON } from '../../model/versions.js';
import { defineBreak } from './break.js';

export const oldPython = defineBreak({
  code: 'old-python',
  about: 'The Python asked for gets no more fixes, and no image of it is built any more.',
  check: ({ detected: { backend } }) => {
    const version = backend?.pythonVersion;
    if (!version || isMaintained(version.value)) return [];
    return [
      {
        severity: 'error',
        message: `Python ${version.value} gets no more fixes: the images hold ${OLDEST_PYTHON}, the oldest that does.`,
        hint: `Run the tests with ${OLDEST_PYTHON}; images.python takes any newer one.`,
        evidence: version.evidence,
      },
    ];
  },
});
