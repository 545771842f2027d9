import { defineBreak, option } from './break.js';

/** Where a hardened container may write anyway. */
const SCRATCH = /^\/(tmp|dev\/(stdout|stderr|null|shm))(\/|$)/;
/** The folder of the application in the image. */
const HOME = /^(\.\/|\/app\/)/;

/** What nobody misses when the container goes. */
const FLEETING = /(^|[/_-])(logs?|cache|te?mp|static)$/;

/**
 * The folder to make writable for a file: the first one that does not hold the application's code, for what lies beside the
 * file is written as well.
 *
 * @param code The folder of the code: `app`, `src/shop`.
 */
function folderOf(path: string, code: string): string | undefined {
  const inside = path.replace(HOME, '').replace(/\/+$/, '');
  if (inside.startsWith('/') || inside.startsWith('..') || inside === '' || inside === '.') return undefined;
  const parts = inside.split('/');
  const count = parts.findIndex((_, index) => !`${code}/`.startsWith(`${parts.slice(0, index + 1).join('/')}/`)) + 1;
  // A name with a dot is that of a file, which lies in no folder of its own.
  return count === 0 || (count === parts.length && parts.at(-1)!.includes('.'))
    ? undefined
    : parts.slice(0, count).join('/');
}

export const writes = defineBreak({
  code: 'read-only-root',
  about: 'The application writes files where a hardened container has a read-only root.',
  check: ({ detected: { backend } }) => {
    const found = (backend?.writes ?? []).filter(({ value }) => !SCRATCH.test(value));
    const code = backend?.source?.value ?? '.';
    const folders = [...new Set(found.flatMap(({ value }) => folderOf(value, code) ?? []))].sort();
    const fleeting = folders.filter((folder) => FLEETING.test(folder));
    return found.map(({ value, evidence }) => {
      const folder = folderOf(value, code);
      if (folder === undefined)
        return {
          severity: 'error',
          message: `${value} is written, and in production nothing outside a folder of its own can be.`,
          hint: 'Write below a folder such as data/ and name it in services.backend.writable, or write to /tmp.',
          evidence,
        };
      return {
        severity: 'warning',
        message: `${value} is written inside the read-only root of production.`,
        hint: FLEETING.test(folder)
          ? `${folder}/ is in services.backend.writable: in memory, and gone with its container. Logs belong on stdout.`
          : `${folder}/ is in services.backend.persistent: a volume, which outlives the container.`,
        evidence,
        mend: FLEETING.test(folder)
          ? option('services.backend.writable', fleeting)
          : { services: { backend: { persistent: { [folder]: {} } } } },
      };
    });
  },
});
