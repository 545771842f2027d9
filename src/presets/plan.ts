import type { Preset } from '../model/preset.js';

/** The values of the architecture plan that this product generalises, wherever they load, start and keep data. */
export const plan: Preset = {
  id: 'plan',
  summary: "The original plan's names, ports, limits, tags and timings, without the hardening",
  policy: {
    unprivileged: false,
    readOnlyRoot: false,
    dropCapabilities: false,
    noNewPrivileges: false,
    pidsLimit: 0,
    isolateData: false,
    redisPassword: false,
    derivedTuning: false,
    runtimeGuards: false,
    loopback: false,
    fixedNames: true,
    imageTag: 'latest',
    initdbArgs: 'libc',
    user: { name: 'appuser', group: 'appgroup', uid: 1000, gid: 1000 },
    probes: {
      http: { interval: 30, timeout: 10, retries: 3, startPeriod: 40 },
      postgres: { interval: 10, timeout: 5, retries: 5, startPeriod: 30 },
      redis: { interval: 10, timeout: 5, retries: 3, startPeriod: 10 },
      heartbeat: { interval: 30, timeout: 10, retries: 3, startPeriod: 40 },
    },
  },
  options: {
    images: {
      python: 'python:3.14-slim',
      node: 'node:24-alpine',
      nginx: 'nginx:alpine',
      postgres: 'postgres:16-alpine',
      redis: 'redis:7-alpine',
    },
    locale: 'en_US.UTF-8',
    python: { packageManager: 'poetry' },
    services: {
      backend: {
        workers: 1,
        systemPackages: { build: ['build-essential', 'libpq-dev', 'curl'], runtime: ['libpq5', 'curl'] },
        optimize: { strip: false, prune: false, bytecode: false },
      },
      postgres: { user: 'postgres' },
      redis: { maxMemory: '128M' },
    },
  },
};
