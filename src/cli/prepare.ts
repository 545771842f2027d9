import { basename } from 'node:path';
import type { Prepared } from './wizard/screen.js';

/**
 * What a folder that has files says of itself, and which options fit it. Reads, runs nothing of theirs, and changes nothing.
 *
 * @param isTheirs Which files are looked at. Default: all of them.
 */
export async function prepare(dir: string, isTheirs: (path: string) => boolean = () => true): Promise<Prepared> {
  // Parsers are loaded only where there is something to parse.
  const [{ readRepository }, { detect }, { importCompose }, { adopt }, { hasOwnServer }] = await Promise.all([
    import('../io/repository.js'),
    import('../detect/detect.js'),
    import('../adopt/compose/import.js'),
    import('../adopt/adopt.js'),
    import('../adopt/breaks/application.js'),
  ]);
  const all = readRepository(dir);
  const files = all.files.filter(isTheirs);
  const known = new Set(files);
  const repository = { files, read: (path: string) => (known.has(path) ? all.read(path) : undefined) };
  const detected = detect(repository);
  const imported = importCompose(repository, {
    folderName: basename(dir),
    ...(detected.backend && { backendFolder: detected.backend.folder.value }),
    ...(detected.frontend && !hasOwnServer(detected.frontend) && { frontendFolder: detected.frontend.folder.value }),
  });
  return { detected, ...adopt({ repository, detected, imported }) };
}
