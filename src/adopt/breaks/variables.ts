import { isIn } from '../../detect/path.js';
import { nearest } from '../../stack/nearest.js';
import { defineBreak, type Broken, type Site } from './break.js';

/** Services whose containers run code of the repository. */
const CODE = new Set(['backend', 'celery-worker', 'celery-beat', 'migrate']);
/** Read by programs and libraries, and not by the application itself. */
const LIBRARIES =
  /^(PYTHON|UVICORN_|GUNICORN_|WEB_CONCURRENCY|CELERY_|C_FORCE_ROOT|SENTRY_|OTEL_|AWS_|GOOGLE_|TZ$|LANG|LC_|PG|FORWARDED_ALLOW_IPS|[A-Z]*_?PROXY$)/;

function passed({ imported }: Site) {
  return imported.variables.filter(({ build, services }) => !build && services.some((id) => CODE.has(id)));
}

/** Where a name may be read in a way that no parser sees: all sources of the backend. */
function sourcesOf({ repository, detected: { backend } }: Site): readonly string[] {
  const folder = backend?.folder.value ?? '.';
  return repository.files
    .filter((path) => isIn(folder, path) && /\.(py|sh|toml|ini|cfg)$|(^|\/)[^.]+$/.test(path))
    .flatMap((path) => repository.read(path) ?? []);
}

export const unreadVariables = defineBreak({
  code: 'unread-variable',
  about: 'A Compose file passes a variable that no code reads: often a name that is spelled wrong.',
  check: (site): readonly Broken[] => {
    const { backend } = site.detected;
    if (!backend) return [];
    const read = backend.variables.map(({ name }) => name);
    const suspects = passed(site).filter(({ name }) => !read.includes(name) && !LIBRARIES.test(name));
    const sources = suspects.length === 0 ? [] : sourcesOf(site);
    return suspects
      .filter(({ name }) => !sources.some((text) => text.includes(name)))
      .map(({ name, evidence }) => {
        const meant = nearest(name, read);
        return {
          severity: 'warning',
          message: `${name} is passed to the application, and nothing in it reads that.`,
          hint: meant === undefined ? 'Take it out, or read it.' : `Did you mean ${meant}?`,
          evidence,
        };
      });
  },
});

export const unsetVariables = defineBreak({
  code: 'unset-variable',
  about: 'The application does not start without a variable that no Compose file passes.',
  check: (site): readonly Broken[] => {
    const { detected, imported } = site;
    if (imported.files.length === 0) return [];
    const given = new Set(passed(site).map(({ name }) => name));
    return (detected.backend?.variables ?? [])
      .filter(({ name, required }) => required && !given.has(name))
      .map(({ name, evidence }) => ({
        severity: 'warning',
        message: `${name} is required by the application, and no Compose file passes it.`,
        hint: `It is in .env.example, and in every container that runs the application: set it in .env.`,
        evidence,
      }));
  },
});
