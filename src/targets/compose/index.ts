import type { Target } from '../../model/target.js';
import { commands } from './commands.js';
import { fill } from '../../render/template.js';
import { words } from './words.js';

/** One host. Its files are those of every stack: development runs on them, and images are built by them. */
export const compose: Target = {
  id: 'compose',
  title: 'Docker Compose',
  summary: 'One host, by Docker Compose',
  file: ({ options }) => options.composeFiles.production,
  commands,
  render: () => [],
  gaps: [],
  runsIn: () => ({}),
  // The name server that Docker runs in each container.
  resolver: '127.0.0.11',
  nodes: () => 1,
  // rollout.sh runs all new containers beside all old ones.
  surge: ({ database, replicas }) => (database?.surge ? replicas : 0),
  words,
  docs: ({ options }) => ({
    title: 'Docker Swarm',
    body: fill('docs/compose-only.md', { file: options.composeFiles.production }),
  }),
};
