import { copied } from '../../model/layout.js';
import { defineRule, type Rule } from '../../model/rule.js';
import { questions } from '../questions/backend.js';

const api = { id: 'backend', questions };

// What an empty folder in its place would break, with everything below it where the system alone may write.
const SYSTEM = /^\/(app$|tmp(\/|$)|(bin|boot|dev|etc|lib|lib64|opt|proc|run|sbin|sys|usr)(\/|$)|(home|root|srv|var)$)/;

export const writablePath: Rule = defineRule({
  code: 'writable-path',
  severity: 'error',
  about: 'A folder that the application writes to hides its code or a part of the system, or is writable anyway.',
  check: (stack) => {
    const answers = stack.get(api);
    if (!answers) return [];
    const code = copied(answers).map((path) => `${path}/`);
    const wrong = (path: string): boolean =>
      SYSTEM.test(path) || code.some((one) => one.startsWith(`${path.replace(/^\/app\//, '')}/`));
    return (['writable', 'persistent'] as const).flatMap((key) => {
      const paths = key === 'writable' ? answers.writable : Object.keys(answers.persistent);
      return paths.filter(wrong).map((path) => ({
        path: ['services', 'backend', key],
        message: `${path} cannot be a folder to write to: it holds the code or belongs to the system.`,
        hint: 'Name the folder that is written to itself, such as logs. /tmp is writable anyway.',
      }));
    });
  },
});

export const writableRoot: Rule = defineRule({
  code: 'writable-root',
  severity: 'warning',
  about: 'The application runs on a root file system that is not read-only: a hijacked process can leave things there.',
  check: (stack) => {
    if (stack.get(api)?.readOnly !== false || !stack.policy.readOnlyRoot) return [];
    return [
      {
        path: ['services', 'backend', 'readOnly'],
        message: 'All that runs the image of the API may write to its root file system.',
        hint: 'Name the folders that it writes to under services.backend.writable or persistent, and take "readOnly" out.',
      },
    ];
  },
});
