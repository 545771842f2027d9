import { script } from '../../model/names.js';
import type { Stack } from '../../model/stack.js';
import type { Command, Target, Told } from '../../model/target.js';
import { idOf } from '../../render/docs/facts.js';
import { codes, listed } from '../../render/docs/markdown.js';
import { example } from '../../render/docs/operations.js';
import { deployment, some, start } from '../commands.js';
import { holdsPort, stackName } from './deploy.js';
import { deployScript, runs } from './stack-file.js';

const heldBy = (stack: Stack): readonly string[] =>
  runs(stack.environments.production)
    .filter((container) => holdsPort(stack, container))
    .map(idOf);

const deploy = (stack: Stack, ...words: readonly string[]): string => deployment(stack, deployScript(stack), ...words);

function daily(stack: Stack): readonly Command[] {
  const name = stackName(stack);
  const service = example(stack);
  const { containers } = stack.environments.production;
  const held = heldBy(stack);
  const { replicas = 1 } = containers.find(({ id }) => id === service) ?? {};
  return [
    ['docker swarm init', 'once, on the first node'],
    [deploy(stack, '<tag>'), 'the first version, and every other one'],
    [deployScript(stack), 'apply changed settings'],
    ...some(held.length > 0, [
      `${deployScript(stack)} --all`,
      `replace ${listed(held)} too: the port is closed for some seconds`,
    ]),
    [`docker stack services ${name}`, 'what runs'],
    [`docker stack ps ${name}`, 'where it runs, and what failed'],
    [`docker service logs -f --tail 100 ${name}_${service}`, 'follow a log'],
    [`docker service scale ${name}_${service}=${replicas + 1}`, 'one more, until the next deployment'],
    ...some(
      stack.has('postgres'),
      [script(stack, 'backup.sh'), 'back the database up, on the node that has it'],
      [`${script(stack, 'restore.sh')} ${stack.options.folders.backups}/<file>.dump`, 'and put it back'],
    ),
    [`docker stack rm ${name}`, 'stop; the data stays'],
  ];
}

function release(stack: Stack): Told {
  const held = heldBy(stack);
  const about = 'The API keeps answering meanwhile.';
  if (held.length === 0) return { about, command: deploy(stack, '<tag>') };
  return {
    about: `${about} With \`--all\`, ${codes(held)} follows, and its port is closed for some seconds; without it, the old version stays there.`,
    command: deploy(stack, '<tag>', '--all'),
  };
}

export const commands: Target['commands'] = (stack) => ({
  start: start(stack, deploy(stack)),
  release: release(stack),
  daily: daily(stack),
});
