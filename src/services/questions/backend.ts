import { defineQuestions } from '../../model/question.js';
import { DOCKERFILE } from './dockerfile.js';
import { VOLUME } from './volume.js';

// From the root of the server; nothing in it that a shell, a Dockerfile or nginx reads otherwise.
const URL_PATH = {
  kind: 'text',
  pattern: /^\/$|^(\/[A-Za-z0-9_.~-]+)+\/?$/,
  must: 'a path, such as /health',
} as const;
const PATH = { kind: 'text', pattern: /^(\/[A-Za-z0-9][A-Za-z0-9_.-]*)+$/, must: 'a path, such as /health' } as const;
const PACKAGES = {
  kind: 'list',
  pattern: /^[a-z0-9][a-z0-9+.-]+(=[A-Za-z0-9.+~:*-]+)?$/,
  must: "a Debian package's name",
} as const;

// No way up, and nothing that a list of mounts reads otherwise.
const FOLDER = /^\/?\.?[A-Za-z0-9_][A-Za-z0-9._-]*(\/\.?[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;

export const questions = defineQuestions({
  port: { kind: 'port', message: 'Port inside the network', default: 8000, optional: false },
  devPort: { kind: 'port', message: 'Port in development', default: 8000, optional: true },
  package: {
    kind: 'text',
    message: 'Folder of the code inside that of the backend: a package, or "." where modules lie beside the manifest',
    default: 'src',
    pattern: /^\.$|^[A-Za-z_][A-Za-z0-9_]*(\/[A-Za-z_][A-Za-z0-9_]*)*$/,
    must: 'a folder of Python code, such as src, src/shop or "."',
  },
  pythonPath: {
    kind: 'text',
    message: 'Folder inside that of the backend from which modules are imported; "src" where packages lie in src/',
    default: '.',
    pattern: /^\.$|^[A-Za-z_][A-Za-z0-9_]*(\/[A-Za-z_][A-Za-z0-9_]*)*$/,
    must: 'a folder, such as src, or "."',
  },
  dockerfile: DOCKERFILE,
  include: {
    kind: 'list',
    message: 'Further files and folders of the backend that its image holds, such as templates or scripts',
    default: [],
    pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
    must: 'a path inside the folder of the backend, such as templates',
  },
  starter: { kind: 'confirm', message: 'Write an application to start from?', default: true },
  module: {
    kind: 'text',
    message: 'The ASGI application; the starter is written for main:app in the package, any other is yours',
    default: 'src.main:app',
    pattern: /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*:[A-Za-z_][A-Za-z0-9_.]*$/,
    must: 'a module and its attribute, such as src.main:app',
  },
  factory: { kind: 'confirm', message: 'Is it a function that makes the application?', default: false },
  apiPrefix: { ...PATH, message: 'Path under which the API is reached', default: '/api/v1' },
  healthPath: { ...URL_PATH, message: 'Path that says whether the API can serve', default: '/health' },
  livePath: {
    kind: 'text',
    message: 'Path that says whether its process lives; empty where there is none',
    default: '/health/live',
    pattern: /^$|^\/$|^(\/[A-Za-z0-9_.~-]+)+\/?$/,
    must: 'a path, such as /health/live, or empty',
  },
  probe: {
    kind: 'select',
    message:
      'Healthy is an API whose health path answers 200, that answers there with no error of its own (below 500), or that accepts a connection',
    options: ['http', 'any', 'tcp'],
    default: 'http',
  },
  probeHost: {
    kind: 'text',
    message: 'Host that the health check asks for, where the API answers none but those that it trusts',
    default: '',
    pattern: /^$|^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:\d{1,5})?$/,
    must: 'a host name, such as shop.example.com, or empty',
  },
  workers: { kind: 'auto', message: 'Processes of uvicorn in each container', default: 'auto', min: 1, max: 64 },
  pool: {
    kind: 'number',
    message: 'Database connections that each process keeps',
    default: 5,
    min: 1,
    max: 500,
    integer: true,
  },
  poolOverflow: {
    kind: 'number',
    message: 'Further connections under load',
    default: 5,
    min: 0,
    max: 500,
    integer: true,
  },
  writable: {
    kind: 'list',
    message: 'Folders that it writes to for as long as it runs, such as logs: in memory, empty at each start',
    default: [],
    pattern: FOLDER,
    must: "a folder, inside the backend's as logs or anywhere as /var/cache/shop",
  },
  persistent: {
    kind: 'named',
    message:
      'Folders whose content stays, such as uploads: each is a volume, which all containers of the application share',
    default: {},
    pattern: FOLDER,
    must: "a folder, inside the backend's as uploads or anywhere as /data/uploads",
    of: {
      kind: 'group',
      message: 'A folder that stays',
      fields: {
        volume: { ...VOLUME, message: 'Volume of before that holds it in production, by its full name' },
      },
    },
  },
  readOnly: {
    kind: 'confirm',
    message: 'A read-only root file system for all that runs its image, where the preset has one?',
    default: true,
  },
  systemPackages: {
    kind: 'group',
    message: 'Debian packages that the dependencies need',
    fields: {
      build: { ...PACKAGES, message: 'To build', default: [] },
      runtime: { ...PACKAGES, message: 'To run', default: [] },
    },
  },
  optimize: {
    kind: 'group',
    message: 'What makes the image smaller and quicker to start',
    fields: {
      bytecode: { kind: 'confirm', message: 'Compile the dependencies in the build', default: true },
      strip: { kind: 'confirm', message: 'Drop the debug symbols of native dependencies', default: true },
      prune: { kind: 'confirm', message: "Drop the dependencies' own tests", default: true },
    },
  },
});
