import { defineQuestions } from '../../model/question.js';

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

export const questions = defineQuestions({
  starter: { kind: 'confirm', message: 'Write an application to start from?', default: true },
  port: { kind: 'port', message: 'HTTP port of the production host', default: 80, optional: false },
  tlsPort: { kind: 'port', message: 'HTTPS port of the production host, with TLS', default: 443, optional: false },
  devPort: { kind: 'port', message: 'Port in development', default: 80, optional: false },
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
    pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]*$/,
    must: 'a folder name, such as dist',
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
