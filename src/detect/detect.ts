import type { Detected } from './detected.js';
import { otherFiles } from './files.js';
import { detectFrontend } from './node/frontend.js';
import { detectBackend } from './python/backend.js';
import type { Repository } from './repository.js';

/**
 * What a repository says of itself, each fact with the line that says it. Reads texts, and runs nothing of what it
 * reads. What is wrong in a file costs the facts that stand there: others are found, and nothing throws.
 */
export function detect(repository: Repository): Detected {
  const files = otherFiles(repository);
  const backend = detectBackend(repository);
  const frontend = detectFrontend(repository, files.dockerfiles);
  return { ...(backend && { backend }), ...(frontend && { frontend }), files };
}
