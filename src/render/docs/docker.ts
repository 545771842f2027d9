import type { LockdownWords, NetworkWords } from '../../model/words.js';

/** What the engines that Docker itself is have in common. */
export const DOCKER_LOCKDOWN = {
  processes: true,
  readOnly: 'read_only',
  capabilities: 'cap_drop: ALL',
  more: [],
} as const satisfies Partial<LockdownWords>;

export const DOCKER_NETWORK = {
  outside: [
    'Nothing else can be reached from outside the host. Docker publishes past the rules of `ufw`: a firewall of its own',
    'belongs in front of the host, or into the `DOCKER-USER` chain.',
  ].join('\n'),
  address: "Docker's choice",
  volumeType: 'named volume',
} as const satisfies Partial<NetworkWords>;
