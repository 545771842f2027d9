import { defineBreak } from './break.js';

/** What starts Alembic: its program, or its module's function in Python. */
const RUNS = /\balembic\s+(-\S+\s+\S+\s+)*upgrade\b|alembic["', ]+upgrade|command\.upgrade\(/;

export const migrations = defineBreak({
  code: 'migrations-not-run',
  about: 'There are migrations, and nothing in the repository runs them before the API starts.',
  check: ({ repository, detected: { backend, files } }) => {
    const alembic = backend?.alembic;
    if (!alembic) return [];
    const starters = [...files.dockerfiles, ...files.compose, ...files.workflows].concat(
      repository.files.filter((path) => /(\.sh|entrypoint[^/]*|(^|\/)Makefile|(^|\/)Procfile|\.py)$/.test(path)),
    );
    if (starters.some((path) => RUNS.test(repository.read(path) ?? ''))) return [];
    return [
      {
        severity: 'warning',
        message: 'Nothing runs the migrations of Alembic.',
        hint: 'The service migrate does, once, before the API starts. Where they run by hand, write "migrate": false under services.',
        evidence: alembic.evidence,
      },
    ];
  },
});
