import type { Detected, Known } from './detected.js';
import { otherFiles } from './files.js';
import { detectFrontend } from './node/frontend.js';
import { detectBackend } from './python/backend.js';
import type { Repository } from './repository.js';
import { treeOf } from './tree.js';

/**
 * What a repository says of itself, each fact with the line that says it. Reads texts, and runs nothing of what it
 * reads. What is wrong in a file costs the facts that stand there: others are found, and nothing throws.
 *
 * @param known Folders to look at alone. Default: the likeliest are taken.
 */
export function detect(repository: Repository, known: Known = {}): Detected {
  const tree = treeOf(repository);
  const files = otherFiles(tree);
  const backend = detectBackend(tree, known.backend);
  const frontend = detectFrontend(tree, files.dockerfiles, known.frontend);
  return { ...(backend && { backend }), ...(frontend && { frontend }), files };
}
