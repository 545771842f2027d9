import { foundByItself, LAID_OVER, LOOKED_FOR, type ComposeFiles } from '../../model/compose-files.js';
import { defineRule, type Finding } from '../../model/rule.js';
import { ENVIRONMENTS } from '../../model/service.js';
import type { Stack } from '../../model/stack.js';

type Named = readonly [option: readonly string[], name: string];

/** Each file by its option; the one of Swarm where there is one. */
function named({ options, target }: Stack): readonly Named[] {
  const compose = Object.entries(options.composeFiles).map(([key, name]) => [['composeFiles', key], name] as const);
  return target.id === 'swarm' ? [...compose, [['swarm', 'file'], options.swarm.file]] : compose;
}

export const fileClash = defineRule({
  code: 'file-clash',
  severity: 'error',
  about: 'Two files of the stack have one name.',
  check: (stack) => {
    const all = named(stack);
    return all.flatMap(([path, name], index) => {
      // Some file systems take Compose.yaml and compose.yaml for one.
      const other = all.slice(0, index).find(([, before]) => before.toLowerCase() === name.toLowerCase());
      if (!other) return [];
      const message = `${other[0].join('.')} is ${other[1]} as well: one file cannot be both.`;
      return [{ path, message, hint: 'Choose another name for one of them.' }];
    });
  },
});

/** A name by which Compose would take the file for something else. */
function misread(files: ComposeFiles): readonly Finding[] {
  const laid = ENVIRONMENTS.filter((name) => LAID_OVER.includes(files[name])).map((name) => ({
    path: ['composeFiles', name],
    message: `${files[name]}: Compose lays a file of that name over the one that it finds.`,
    hint: `Choose another one, such as compose.${name === 'production' ? 'prod' : 'dev'}.yaml.`,
  }));
  if (!LOOKED_FOR.includes(files.override)) return laid;
  const message = `${files.override}: Compose takes a file of that name for the whole stack.`;
  return [
    ...laid,
    { path: ['composeFiles', 'override'], message, hint: 'Choose another one, such as compose.override.yaml.' },
  ];
}

/** That of Swarm is none for Compose at all. */
function ofSwarm({ options: { swarm }, target }: Stack): readonly Finding[] {
  if (target.id !== 'swarm' || ![...LOOKED_FOR, ...LAID_OVER].includes(swarm.file)) return [];
  const message = `${swarm.file}: Compose reads a file of that name without being told to.`;
  return [{ path: ['swarm', 'file'], message, hint: 'Choose another one, such as stack.yaml.' }];
}

/** Both environments have a name that Compose looks for: it takes the first, and says so at each command. */
function ambiguous(files: ComposeFiles): readonly Finding[] {
  const [first, second] = LOOKED_FOR.filter((name) => ENVIRONMENTS.some((key) => files[key] === name));
  if (second === undefined) return [];
  return [
    {
      path: ['composeFiles', 'production'],
      message: `Without -f, Compose finds ${first} and ${second}, takes ${first}, and warns at each command.`,
      hint: 'Give one of them a name that Compose does not look for, such as compose.prod.yaml.',
    },
  ];
}

/** The local changes to development would be laid over production. */
function overProduction(files: ComposeFiles): readonly Finding[] {
  if (foundByItself(files) !== 'production' || !LAID_OVER.includes(files.override)) return [];
  return [
    {
      path: ['composeFiles', 'override'],
      message: `Without -f, Compose takes ${files.production}, production, and lays ${files.override} over it.`,
      hint: 'Give it a name that Compose does not look for, such as compose.local.yaml.',
    },
  ];
}

export const composeLookup = defineRule({
  code: 'file-lookup',
  severity: 'error',
  about: 'Compose looks for a file of that name by itself, and would take it for something else than it is.',
  check: (stack) => [
    ...[misread, ambiguous, overProduction].flatMap((look) => look(stack.options.composeFiles)),
    ...ofSwarm(stack),
  ],
});
