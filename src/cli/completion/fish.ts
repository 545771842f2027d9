import type { Completion, CompletedCommand, Wanted } from './model.js';

const indent = (lines: readonly string[], depth: number): string =>
  lines.map((line) => `${'    '.repeat(depth)}${line}`).join('\n');

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;

/** A word and what it means, as fish shows it. */
const described = (name: string, about: string): string =>
  String.raw`printf '%s\t%s\n' ${quoted(name)} ${quoted(about)}`;

function reply(wants: Wanted): readonly string[] {
  if (wants.kind === 'words') return [String.raw`printf '%s\n' ${wants.words.join(' ')}`];
  if (wants.kind === 'nothing') return [];
  if (wants.kind !== 'list')
    return [wants.kind === 'files' ? '__fish_complete_path $current' : '__fish_complete_directories $current'];
  const list = String.raw`printf '%s\n' $${wants.list}`;
  return wants.files ? [list, '__fish_complete_path $current'] : [list];
}

function cases(rows: readonly (readonly [name: string, body: readonly string[]])[], depth: number): string {
  return rows
    .filter(([, body]) => body.length > 0)
    .map(([name, body]) => `${indent([`case ${name}`], depth)}\n${indent(body, depth + 1)}`)
    .join('\n');
}

function valueRows({ name, flags }: CompletedCommand): readonly (readonly [string, readonly string[]])[] {
  return flags.flatMap(({ name: flag, wants }) =>
    wants ? [[quoted(`${name} ${flag}`), [...reply(wants), 'return']] as const] : [],
  );
}

const READ = String.raw`    set -l said (commandline -opc)
    set -l current (commandline -ct)
    set -l command ''
    set -l program ''
    # What stands before it, such as npx and its flags, is nothing to us.
    while test (count $said) -gt 0
        set program (string replace -r '@.*' '' -- (string replace -r '.*/' '' -- $said[1]))
        contains -- $program lge-stack create-lge-stack; and break
        set -e said[1]
    end
    test (count $said) -gt 0; or return
    test $program = create-lge-stack; and set command create`;

const END = String.raw`
function __lge_stack_behind_npx
    string match -qr '^(create-)?lge-stack(@|$)' -- (commandline -opc)[2..-1]
end

for program in lge-stack create-lge-stack
    complete -c $program -f -a '(__lge_stack_complete)'
end
complete -c npx -n __lge_stack_behind_npx -f -a '(__lge_stack_complete)'
`;

export function fishScript({ commands, lists }: Completion): string {
  const names = commands.map(({ name }) => name);
  const locals = Object.entries(lists).map(([name, words]) => `set -l ${name} ${words.map(quoted).join(' ')}`);
  const abouts = commands.map(({ name, about }) => described(name, about));
  const flags = commands.map((one) => [one.name, one.flags.map(({ name, about }) => described(name, about))] as const);
  const words = commands.map(({ name, wants }) => [name, reply(wants)] as const);
  return `# Completion of create-lge-stack for fish; made by lge-stack completion fish.

function __lge_stack_complete
${indent(locals, 1)}
${READ}
    if test (count $said) -gt 1
        contains -- $said[2] ${names.join(' ')}; and set command $said[2]
    else if not string match -q -- '-*' $current
${indent(abouts, 2)}
        test -n "$command"; or return
    end
    switch "$command $said[-1]"
${cases(commands.flatMap(valueRows), 2)}
    end
    if string match -q -- '-*' $current
        switch "$command"
${cases(flags, 3)}
        end
        return
    end
    switch "$command"
${cases(words, 2)}
    end
end
${END}`;
}
