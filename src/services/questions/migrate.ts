import { defineQuestions } from '../../model/question.js';

const PATH = /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;

export const questions = defineQuestions({
  config: {
    kind: 'text',
    message: "Alembic's configuration, inside the folder of the backend",
    default: 'alembic.ini',
    pattern: PATH,
    must: 'a file inside the folder of the backend, such as alembic.ini',
  },
  scripts: {
    kind: 'text',
    message: 'Folder of the migrations, inside that of the backend',
    default: 'alembic',
    pattern: PATH,
    must: 'a folder inside that of the backend, such as alembic',
  },
});
