import { defineQuestions } from './question.js';

// Beside lge.stack.json: relative paths in a Compose file, and its .env, count from the folder that it is in.
export const COMPOSE_FILE = {
  kind: 'text',
  pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]*\.ya?ml$/,
  must: 'the name of a file at the root of the project that ends with .yml or .yaml, such as compose.yaml',
} as const;

const INCLUDED = {
  kind: 'list',
  default: [],
  pattern: /^\.?[A-Za-z0-9_][A-Za-z0-9._-]*(\/\.?[A-Za-z0-9_][A-Za-z0-9._-]*)*\.ya?ml$/,
  must: 'a Compose file inside the project, such as compose.mail.yaml',
} as const;

// Stays inside the project: no leading slash, no dot folders, no way up.
const FOLDER = {
  kind: 'text',
  pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
  must: 'a folder inside the project, such as services/api',
} as const;

// An application may lie beside all the rest.
const FOLDER_OR_ROOT = {
  ...FOLDER,
  pattern: /^\.$|^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
  must: 'a folder inside the project, such as services/api, or "."',
} as const;

/** What files and folders of the project are called. */
export const fileQuestions = defineQuestions({
  composeFiles: {
    kind: 'group',
    message: 'Compose files, each at the root of the project',
    fields: {
      development: { ...COMPOSE_FILE, message: 'Development', default: 'docker-compose.yml' },
      override: {
        ...COMPOSE_FILE,
        message: 'What one developer changes about development, not in Git',
        default: 'docker-compose.override.yml',
      },
      production: { ...COMPOSE_FILE, message: 'Production', default: 'docker-compose.prod.yml' },
    },
  },
  folders: {
    kind: 'group',
    message: 'Folders',
    fields: {
      backend: {
        ...FOLDER_OR_ROOT,
        message: 'Folder of the backend; "." is the project itself',
        default: '{name}-backend',
      },
      frontend: {
        ...FOLDER_OR_ROOT,
        message: 'Folder of the front end; "." is the project itself',
        default: '{name}-frontend',
      },
      scripts: { ...FOLDER, message: 'Folder of the scripts', default: 'scripts' },
      docs: { ...FOLDER, message: 'Folder of the document about the stack', default: 'docs' },
      certificates: {
        ...FOLDER,
        message: 'Folder of the certificate and its key, which Git ignores',
        default: 'nginx/ssl',
      },
      backups: { ...FOLDER, message: 'Folder of the dumps of the database, which Git ignores', default: 'backups' },
    },
  },
  include: {
    kind: 'group',
    message: 'Compose files of yours with further services',
    fields: {
      production: { ...INCLUDED, message: 'In production' },
      development: { ...INCLUDED, message: 'In development' },
    },
  },
});
