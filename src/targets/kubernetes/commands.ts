import { script } from '../../model/names.js';
import type { Stack } from '../../model/stack.js';
import type { Command, Target } from '../../model/target.js';
import { example } from '../../render/docs/operations.js';
import { deployment, some, start } from '../commands.js';
import { deployScript, namespaceOf, runs } from './names.js';
import { kindOf } from './roles.js';

const deploy = (stack: Stack, ...words: readonly string[]): string =>
  deployment(stack, deployScript(stack), 'production', ...words);

/** `deployment/backend` */
export function workloadOf(stack: Stack, service: string): string {
  const container = runs(stack).find(({ id }) => id === service);
  return `${container ? kindOf(container).toLowerCase() : 'deployment'}/${service}`;
}

export const kubectl = (stack: Stack): string => `kubectl -n ${namespaceOf(stack)}`;

function daily(stack: Stack): readonly Command[] {
  const at = kubectl(stack);
  const service = example(stack);
  const open = runs(stack).find(({ publish }) => publish.length > 0);
  return [
    ['kubectl config current-context', 'the cluster that all of these are about'],
    [deploy(stack, '<tag>'), 'the first version, and every other one'],
    [`${deployScript(stack)} production`, 'apply changed settings'],
    [`${deployScript(stack)} dev <tag>`, `the same once more, with one pod of each, in ${namespaceOf(stack, 'dev')}`],
    [`${at} get pods`, 'what runs, and how it is'],
    [`${at} logs -f --tail 100 ${workloadOf(stack, service)}`, 'follow a log'],
    ...some(open !== undefined, [
      `${at} port-forward service/${open?.id ?? ''} 8080:${open?.publish[0]?.host ?? 0}`,
      'reach it from this machine, at http://localhost:8080',
    ]),
    [`${at} rollout undo ${workloadOf(stack, service)}`, 'the version before'],
    ...some(
      stack.has('postgres'),
      [script(stack, 'backup.sh'), 'back the database up'],
      [`${script(stack, 'restore.sh')} ${stack.options.folders.backups}/<file>.dump`, 'and put it back'],
    ),
    [`kubectl delete namespace ${namespaceOf(stack)}`, 'stop, and delete the data as well'],
  ];
}

export const commands: Target['commands'] = (stack) => ({
  start: start(stack, deploy(stack)),
  release: { about: 'All keeps answering meanwhile.', command: deploy(stack, '<tag>') },
  daily: daily(stack),
});
