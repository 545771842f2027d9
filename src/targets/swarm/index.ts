import type { Target } from '../../model/target.js';
import { commands } from './commands.js';
import { stackName, startsFirst } from './deploy.js';
import { swarmDocs } from './docs.js';
import { gaps } from './gaps.js';
import { swarmScripts } from './scripts.js';
import { fileOf, stackFile } from './stack-file.js';
import { words } from './words.js';

/** Several hosts, by `docker stack deploy`. Compose remains what development runs on and images are built by. */
export const swarm: Target = {
  id: 'swarm',
  title: 'Docker Swarm',
  summary: 'One host or several, by Docker Swarm',
  file: fileOf,
  commands,
  render: (stack) => [
    { path: fileOf(stack), content: stackFile(stack), owner: 'merged', source: 'swarm/stack' },
    ...swarmScripts(stack),
  ],
  gaps,
  runsIn: (stack) => ({ swarm: stackName(stack) }),
  // The name server that Docker runs in each container.
  resolver: '127.0.0.11',
  nodes: ({ swarm: { nodes } }) => nodes,
  // One container is replaced at a time.
  surge: (container, stack) => (startsFirst(stack, container) ? 1 : 0),
  words,
  docs: (stack) => ({ title: 'Docker Swarm', body: swarmDocs(stack) }),
};
