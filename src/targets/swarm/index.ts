import type { Target } from '../../model/target.js';
import { startsFirst } from './deploy.js';
import { swarmDocs } from './docs.js';
import { gaps } from './gaps.js';
import { swarmScripts } from './scripts.js';
import { STACK_FILE, stackFile } from './stack-file.js';

/** Several hosts, by `docker stack deploy`. Compose remains what development runs on and images are built by. */
export const swarm: Target = {
  id: 'swarm',
  title: 'Docker Swarm',
  summary: 'One host or several, by Docker Swarm',
  render: (stack) => [{ path: STACK_FILE, content: stackFile(stack), owner: 'merged' }, ...swarmScripts(stack)],
  gaps,
  nodes: ({ swarm: { nodes } }) => nodes,
  // One container is replaced at a time.
  surge: (container, stack) => (startsFirst(stack, container) ? 1 : 0),
  docs: (stack) => ({ title: 'Docker Swarm', body: swarmDocs(stack) }),
};
