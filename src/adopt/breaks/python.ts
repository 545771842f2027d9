import { isPythonTooOld, OLDEST_PYTHON } from '../../model/versions.js';
import { defineBreak } from './break.js';

export const oldPython = defineBreak({
  code: 'old-python',
  about: 'The repository asks for a Python that is past its end: images are made for newer ones alone.',
  check: ({ detected: { backend } }) => {
    const python = backend?.pythonVersion;
    if (!python || !isPythonTooOld(python.value)) return [];
    return [
      {
        severity: 'warning',
        message: `Python ${python.value} is asked for, and 3.${OLDEST_PYTHON} is the oldest that images are made for.`,
        hint: 'images.python is left at its default: try the application with that version, or name another one there.',
        evidence: python.evidence,
      },
    ];
  },
});
