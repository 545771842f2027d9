import { adopt } from '../../src/adopt/adopt.js';
import { hasOwnServer } from '../../src/adopt/breaks/application.js';
import { importCompose } from '../../src/adopt/compose/import.js';
import type { Told } from '../../src/adopt/told.js';
import { detect } from '../../src/detect/detect.js';
import type { Repository } from '../../src/detect/repository.js';
import { layer } from '../../src/stack/parse.js';

/** As `prepare` does it on a disk. */
export function toldOf(repository: Repository, folderName = 'shop'): Told {
  const detected = detect(repository);
  const { backend, frontend } = detected;
  const imported = importCompose(repository, {
    folderName,
    ...(backend && { backendFolder: backend.folder.value }),
    ...(frontend && !hasOwnServer(frontend) && { frontendFolder: frontend.folder.value }),
  });
  return { detected, ...adopt({ repository, detected, imported }) };
}

/** What stands in lge.stack.json afterwards. */
export function optionsOf({ options, imported }: Told, name: string): Readonly<Record<string, unknown>> {
  return { name, ...(layer(options, imported?.options) as object) };
}
