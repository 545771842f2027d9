import { defineBreak, option, type Broken, type Options } from './break.js';

/** Where a hardened container may write anyway. */
const SCRATCH = /^\/(tmp|dev\/(stdout|stderr|null|shm))(\/|$)/;
/** The folder of the application in the image. */
const HOME = /^(\.\/|\/app\/)/;
/** What nobody misses when the container goes. */
const FLEETING = /(^|[/_-])(logs?|cache|te?mp|static)(\/|$)/;

/** The folder that a path is in: one whose last part has a dot is a file. */
function parent(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last.includes('.') ? path.slice(0, -last.length).replace(/(?!^)\/$/, '') : path;
}

/**
 * The folder to make writable, or none where that would be the code itself: the outermost one, for what lies beside a file
 * is written as well, and inside the package one level below it.
 */
function folderOf(written: string, source: string): string | undefined {
  const path = parent(written.replace(HOME, '').replace(/(?!^)\/+$/, ''));
  if (path.startsWith('/')) return path === '/' ? undefined : path;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const depth = source !== '.' && parts[0] === source.split('/')[0] ? source.split('/').length + 1 : 1;
  return parts[0] === '..' || parts.length < depth ? undefined : parts.slice(0, depth).join('/');
}

function hintFor(folder: string): string {
  return FLEETING.test(folder)
    ? `${folder} is in services.backend.writable: in memory, and gone with its container. Logs belong on stdout.`
    : `${folder} is in services.backend.persistent: a volume, which outlives the container.`;
}

function mendFor(folder: string, fleeting: readonly string[]): Options {
  return FLEETING.test(folder)
    ? option('services.backend.writable', fleeting)
    : { services: { backend: { persistent: { [folder]: {} } } } };
}

export const writes = defineBreak({
  code: 'read-only-root',
  about: 'The application writes files where a hardened container has a read-only root.',
  check: ({ detected: { backend } }): readonly Broken[] => {
    const source = backend?.source?.value ?? '.';
    const found = (backend?.writes ?? []).filter(({ value }) => !SCRATCH.test(value));
    const fleeting = [...new Set(found.flatMap(({ value }) => folderOf(value, source) ?? []))]
      .filter((folder) => FLEETING.test(folder))
      .sort();
    return found.map(({ value, evidence }) => {
      const folder = folderOf(value, source);
      if (folder === undefined)
        return {
          severity: 'error',
          message: `${value} is written beside the code, and in production nothing there can be.`,
          hint: 'Write below a folder such as data/ and name it in services.backend.persistent, or write to /tmp.',
          evidence,
        };
      return {
        severity: 'warning',
        message: `${value} is written inside the read-only root of production.`,
        hint: hintFor(folder),
        evidence,
        mend: mendFor(folder, fleeting),
      };
    });
  },
});
