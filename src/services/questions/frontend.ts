import { defineQuestions } from '../../model/question.js';
import { DOCKERFILE } from './dockerfile.js';
import { ABOUT, PLAIN } from '../../model/variable-questions.js';

const CSP = [
  "default-src 'self'",
  "base-uri 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "object-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
].join('; ');

// An address, and how many of its bits name the network.
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}(?:/(?:3[0-2]|[12]?\\d))?`;
const HEX = '[0-9a-f]{1,4}';
const IPV6 = `(?:(?:${HEX}:){7}${HEX}|(?!.*::.*::)(?=[0-9a-f:]*::)(?:${HEX}(?::${HEX}){0,5})?::(?:${HEX}(?::${HEX}){0,5})?)(?:/(?:12[0-8]|1[01]\\d|\\d?\\d))?`;

const NESTED = /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;

export const questions = defineQuestions({
  starter: { kind: 'confirm', message: 'Write an application to start from?', default: true },
  port: { kind: 'port', message: 'HTTP port of the production host', default: 80, optional: false },
  tlsPort: { kind: 'port', message: 'HTTPS port of the production host, with TLS', default: 443, optional: false },
  devPort: { kind: 'port', message: 'Port in development', default: 80, optional: false },
  dockerfile: DOCKERFILE,
  healthPath: {
    kind: 'text',
    message: 'Path that says whether nginx serves',
    default: '/health',
    pattern: /^(\/[A-Za-z0-9][A-Za-z0-9_.-]*)+$/,
    must: 'a path, such as /health',
  },
  distFolder: {
    kind: 'text',
    message: 'Folder into which the front end is built',
    default: 'dist',
    pattern: NESTED,
    must: 'a folder, such as dist',
  },
  assetsFolder: {
    kind: 'text',
    message:
      'Folder in it whose files change their names with their content: assets of Vite, static of Create React App',
    default: 'assets',
    pattern: NESTED,
    must: 'a folder, such as assets',
  },
  framework: {
    kind: 'select',
    message: 'It is developed and built with',
    options: ['vite', 'create-react-app'],
    default: 'vite',
  },
  buildScript: {
    kind: 'text',
    message: 'Script of package.json that builds it',
    default: 'build',
    pattern: /^[A-Za-z0-9][A-Za-z0-9:._-]*$/,
    must: 'the name of a script, such as build',
  },
  buildVariables: {
    kind: 'named',
    message: 'Variables that are fixed when it is built, such as VITE_MAP_KEY: everyone who visits may read them',
    default: {},
    pattern: /^[A-Z][A-Z0-9_]*$/,
    must: 'the name of a variable, such as VITE_MAP_KEY',
    of: {
      kind: 'group',
      message: 'A variable of the build',
      fields: { about: ABOUT, default: PLAIN },
    },
  },
  sources: {
    kind: 'list',
    message: 'Folders that are mounted in development, the first of them the code',
    default: ['src', 'public'],
    pattern: NESTED,
    must: 'a folder inside that of the front end, such as src',
  },
  config: {
    kind: 'text',
    message: "Vite's configuration, at whose change development starts it again; empty where there is none",
    default: 'vite.config.ts',
    pattern: /^$|^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
    must: 'a file inside the folder of the front end, such as vite.config.js, or empty',
  },
  uploadLimit: { kind: 'memory', message: 'The largest request that nginx takes', default: '10M' },
  websocket: { kind: 'confirm', message: 'Pass WebSockets on to the API?', default: true },
  csp: {
    kind: 'text',
    message: 'Content Security Policy of every answer',
    default: CSP,
    pattern: /^[A-Za-z0-9 ;:'.*/_-]+$/,
    must: "a Content-Security-Policy header's value",
  },
  hstsSeconds: {
    kind: 'number',
    message: 'Seconds for which browsers insist on HTTPS',
    default: 31_536_000,
    min: 0,
    max: 63_072_000,
    integer: true,
  },
  trustedProxies: {
    kind: 'list',
    message: 'Addresses of proxies in front of nginx, which may name the client',
    default: [],
    pattern: new RegExp(`^(?:${IPV4}|${IPV6})$`),
    must: 'an address or a network, such as 10.0.0.0/8',
  },
});
