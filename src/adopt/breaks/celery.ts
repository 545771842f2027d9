import { isObject } from '../../stack/answer.js';
import { defineBreak } from './break.js';

export const celeryAbsent = defineBreak({
  code: 'celery-absent',
  about: 'A Compose file starts Celery, and the application does not depend on it.',
  check: ({ detected: { backend }, imported: { options, evidence } }) => {
    const services = isObject(options.services) ? options.services : {};
    const started = ['celery-worker', 'celery-beat'].find((id) => isObject(services[id]));
    if (started === undefined || backend === undefined) return [];
    if (backend.dependencies.some(({ value }) => value.name === 'celery')) return [];
    const at = [...evidence].find(([path]) => path.startsWith(`services.${started}`))?.[1];
    return [
      {
        severity: 'error',
        message: 'Celery is started, and none of the dependencies is Celery: the container would end at once.',
        hint: `Add celery to the dependencies, or write "${started}": false under services.`,
        evidence: at ?? backend.folder.evidence,
      },
    ];
  },
});
