import { otherFramework, ownServer } from './application.js';
import type { Break } from './break.js';
import { celeryAbsent } from './celery.js';
import { migrations } from './migrations.js';
import { noRequirements, otherManager } from './packages.js';
import { localProxy } from './proxy.js';
import { oldPython } from './python.js';
import { severalProjects } from './several.js';
import { trustedHosts } from './trusted-hosts.js';
import { unreadVariables, unsetVariables } from './variables.js';
import { wheels } from './wheels.js';
import { writes } from './writes.js';

/** In the order in which they are told: what keeps a container from starting first. */
export const breaks: readonly Break[] = [
  otherFramework,
  severalProjects,
  ownServer,
  oldPython,
  otherManager,
  noRequirements,
  wheels,
  celeryAbsent,
  trustedHosts,
  localProxy,
  writes,
  migrations,
  unsetVariables,
  unreadVariables,
];
