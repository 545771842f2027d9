import { COMPOSE_FILE, fileQuestions } from './file-questions.js';
import { defineQuestions, type Answers } from './question.js';
import { variableQuestions } from './variable-questions.js';

const IMAGE = {
  kind: 'text',
  pattern: /^[a-z0-9][a-z0-9._/:-]*:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(@sha256:[0-9a-f]{64})?$/,
  must: 'an image with a tag, such as registry.example/python:3.14-slim',
} as const;

const VERSION = { kind: 'text', pattern: /^\d+\.\d+(\.\d+)?$/, must: 'a version, such as 2.5.1' } as const;
const REQUIREMENTS = {
  kind: 'text',
  pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
  must: 'a file inside the folder of the backend, such as requirements.txt',
} as const;

const KUBERNETES_NAME = /^$|^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

const host = (about: string, cpus: number, memory: string) =>
  ({
    kind: 'group',
    message: about,
    fields: {
      cpus: { kind: 'number', message: 'Processors', default: cpus, min: 0.5, max: 1024, integer: false },
      memory: { kind: 'memory', message: 'Memory', default: memory },
    },
  }) as const;

/** How many hosts an engine of several has. */
const NODES = {
  kind: 'number',
  message: 'Nodes that run containers, each with what host.production says',
  default: 1,
  min: 1,
  max: 1000,
  integer: true,
} as const;

/** The options of the stack as a whole; those of a service are in its definition. */
export const stackQuestions = defineQuestions({
  title: {
    kind: 'text',
    message: 'The name that people read',
    default: '{title}',
    // eslint-disable-next-line no-control-regex -- no title has one
    pattern: /^(?! )[^"\\$<>{}&\u0000-\u001f]{1,40}(?<! )$/,
    must: 'up to 40 characters without quotes, backslashes, $, &, <, > or braces, and no space at either end',
  },
  shortName: {
    kind: 'text',
    message: 'Prefix of containers and networks whose names are fixed',
    default: '{name}',
    pattern: /^[a-z0-9][a-z0-9_-]{0,39}$/,
    must: 'lower-case letters, digits, - and _',
  },
  domain: {
    kind: 'text',
    message: 'The host name under which production is reached; empty for any',
    default: '',
    pattern: /^$|^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$|^localhost$/,
    must: 'a host name, such as shop.example.com',
  },
  tls: { kind: 'confirm', message: 'Serve HTTPS, with a certificate of your own?', default: false },
  registry: {
    kind: 'text',
    message: 'Where images are pushed to and pulled from; empty where the production host builds them',
    default: '',
    pattern: /^$|^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/,
    must: 'a registry and a path in it, such as ghcr.io/acme',
  },
  upgradeWorkflow: {
    kind: 'confirm',
    message: 'A workflow on GitHub that opens a pull request with each new version of the templates?',
    default: false,
  },
  target: {
    kind: 'select',
    message: 'Production runs on',
    options: ['compose', 'swarm', 'kubernetes'],
    default: 'compose',
  },
  swarm: {
    kind: 'group',
    message: 'Docker Swarm, where it is the target',
    fields: {
      file: { ...COMPOSE_FILE, message: 'Its file', default: 'docker-stack.yml' },
      nodes: NODES,
      ports: {
        kind: 'select',
        message: 'A published port is open on the node that runs the container, or by the routing mesh on every node',
        options: ['host', 'ingress'],
        default: 'host',
      },
    },
  },
  kubernetes: {
    kind: 'group',
    message: 'Kubernetes, where it is the target',
    fields: {
      nodes: NODES,
      storage: { kind: 'memory', message: 'What each volume claims', default: '10G' },
      storageClass: {
        kind: 'text',
        message: "The class of the volumes, such as fast-ssd; empty for the cluster's default",
        default: '',
        pattern: KUBERNETES_NAME,
        must: 'the name of a StorageClass, such as fast-ssd',
      },
      ingressClass: {
        kind: 'text',
        message:
          'The class of an Ingress for `domain`, such as nginx; empty where something else leads to the front end',
        default: '',
        pattern: KUBERNETES_NAME,
        must: 'the name of an IngressClass, such as nginx',
      },
    },
  },
  locale: {
    kind: 'text',
    message: 'The language by which the database sorts text',
    default: 'en',
    pattern: /^[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*(\.UTF-8)?$/,
    must: 'a language, such as el, de-CH or pt-BR',
  },
  host: {
    kind: 'group',
    message: 'What the host has to give',
    fields: {
      production: host('The production host', 4, '8G'),
      development: host('The machine of a developer, as far as Docker may use it', 4, '8G'),
    },
  },
  network: {
    kind: 'group',
    message: 'Networks',
    fields: {
      subnet: {
        kind: 'text',
        message: 'Subnet of production, where the default ones of Docker are taken; empty leaves the choice to Docker',
        default: '',
        pattern: /^$|^(10\.\d{1,3}|172\.(1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}\/(1[2-9]|2[0-7])$/,
        must: 'a private subnet, such as 172.28.0.0/16',
      },
    },
  },
  logs: {
    kind: 'group',
    message: 'Logs',
    fields: {
      format: { kind: 'select', message: 'One line of log is', options: ['json', 'plain'], default: 'json' },
      maxSize: { kind: 'memory', message: 'A log file is rotated at', default: '10M' },
      maxFiles: {
        kind: 'number',
        message: 'Log files kept of each container',
        default: 3,
        min: 1,
        max: 100,
        integer: true,
      },
    },
  },
  ...fileQuestions,
  ...variableQuestions,
  python: {
    kind: 'group',
    message: 'Python',
    fields: {
      packageManager: {
        kind: 'select',
        message: 'Python packages are managed by',
        options: ['uv', 'poetry', 'pip'],
        default: 'uv',
      },
      poetryVersion: { ...VERSION, message: 'Poetry, where it is used', default: '2.5.1' },
      requirements: {
        ...REQUIREMENTS,
        message: 'For pip: what the application needs, inside the folder of the backend',
        default: 'requirements.txt',
      },
      devRequirements: {
        ...REQUIREMENTS,
        message: 'For pip: what development needs beside it; empty where there is no such file',
        default: 'requirements-dev.txt',
        pattern: /^$|^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/,
      },
      namedRequirements: {
        kind: 'list',
        message: 'For pip: further lists that those name with -r or -c, inside the folder of the backend',
        default: [],
        pattern: REQUIREMENTS.pattern,
        must: 'a file inside the folder of the backend, such as requirements/base.txt',
      },
    },
  },
  node: {
    kind: 'group',
    message: 'Node.js',
    fields: {
      packageManager: {
        kind: 'select',
        message: 'Node packages are managed by',
        options: ['npm', 'pnpm', 'yarn'],
        default: 'npm',
      },
      pnpmVersion: { ...VERSION, message: 'pnpm, where it is used', default: '12.21.0' },
      yarnVersion: { ...VERSION, message: 'Yarn, where it is used', default: '4.18.1' },
    },
  },
  images: {
    kind: 'group',
    message: 'Base images',
    fields: {
      python: { ...IMAGE, message: 'Python, of the Debian variety', default: 'python:3.14.7-slim-trixie' },
      uv: { ...IMAGE, message: 'uv', default: 'ghcr.io/astral-sh/uv:0.13.9' },
      node: { ...IMAGE, message: 'Node.js, which builds the front end', default: 'node:24.21.0-alpine' },
      nginx: { ...IMAGE, message: 'nginx', default: 'nginxinc/nginx-unprivileged:1.30.4-alpine-slim' },
      postgres: { ...IMAGE, message: 'PostgreSQL', default: 'postgres:16.15-alpine' },
      redis: { ...IMAGE, message: 'Redis', default: 'redis:7.4.11-alpine' },
    },
  },
});

export type StackAnswers = Answers<typeof stackQuestions>;
