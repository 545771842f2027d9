import { defineQuestions } from '../../model/question.js';

const PATH = { kind: 'text', pattern: /^(\/[A-Za-z0-9][A-Za-z0-9_.-]*)+$/, must: 'a path, such as /health' } as const;
const PACKAGES = {
  kind: 'list',
  pattern: /^[a-z0-9][a-z0-9+.-]+(=[A-Za-z0-9.+~:*-]+)?$/,
  must: "a Debian package's name",
} as const;

export const questions = defineQuestions({
  port: { kind: 'port', message: 'Port inside the network', default: 8000, optional: false },
  devPort: { kind: 'port', message: 'Port in development', default: 8000, optional: true },
  package: {
    kind: 'text',
    message: 'Folder of the Python package, inside that of the backend',
    default: 'src',
    pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    must: 'the name of a Python package',
  },
  module: {
    kind: 'text',
    message: 'The ASGI application; the starter is written for main:app in the package, any other is yours',
    default: 'src.main:app',
    pattern: /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*:[A-Za-z_][A-Za-z0-9_.]*$/,
    must: 'a module and its attribute, such as src.main:app',
  },
  apiPrefix: { ...PATH, message: 'Path under which the API is reached', default: '/api/v1' },
  healthPath: { ...PATH, message: 'Path that says whether the API can serve', default: '/health' },
  livePath: { ...PATH, message: 'Path that says whether its process lives', default: '/health/live' },
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
