import type { Preset } from '../model/preset.js';

// Engine 25 and later probe this often while a container starts, so that what waits for it waits no longer.
const startInterval = 0.5;

export const hardened: Preset = {
  id: 'hardened',
  summary: 'Every container locked down, sized and health-gated',
  policy: {
    unprivileged: true,
    readOnlyRoot: true,
    dropCapabilities: true,
    noNewPrivileges: true,
    pidsLimit: 256,
    isolateData: true,
    redisPassword: true,
    derivedTuning: true,
    runtimeGuards: true,
    loopback: true,
    fixedNames: false,
    imageTag: 'required',
    initdbArgs: 'icu',
    // Above the accounts of people and of distributions, so that it meets no user of the host.
    user: { name: 'appuser', group: 'appgroup', uid: 10001, gid: 10001 },
    probes: {
      http: { interval: 30, timeout: 10, retries: 3, startPeriod: 40, startInterval },
      // Rarer than the plan's 10 s, and given up after fewer failures, so that a hang is still noticed within a minute:
      // whatever a probe asks, to start a process in a container takes 16 ms of processor time each time.
      postgres: { interval: 30, timeout: 5, retries: 2, startPeriod: 60, startInterval },
      redis: { interval: 30, timeout: 5, retries: 2, startPeriod: 20, startInterval },
      // A file that is a minute old says enough: it need not be asked for as often as an answer.
      heartbeat: { interval: 60, timeout: 10, retries: 2, startPeriod: 60, startInterval },
    },
  },
  options: {},
};
