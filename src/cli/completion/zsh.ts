import type { Completion, CompletedCommand, Wanted } from './model.js';

const indent = (lines: readonly string[], depth: number): string =>
  lines.map((line) => `${'    '.repeat(depth)}${line}`).join('\n');

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
/** A colon ends the name in what \`_describe\` reads. */
const described = (name: string, about: string): string => quoted(`${name.replaceAll(':', String.raw`\:`)}:${about}`);

function reply(wants: Wanted): string {
  if (wants.kind === 'words') return `compadd -- ${wants.words.join(' ')}`;
  if (wants.kind === 'nothing') return ':';
  if (wants.kind !== 'list') return wants.kind === 'files' ? '_files' : '_files -/';
  const all = `compadd -- \${${wants.list}:#*=}; compadd -S '' -- \${(M)${wants.list}:#*=}`;
  return wants.files ? `${all}; _files` : all;
}

function valueCases({ name, flags }: CompletedCommand): readonly string[] {
  return flags.flatMap((flag) => (flag.wants ? [`'${name} ${flag.name}') ${reply(flag.wants)}; return ;;`] : []));
}

function flagCase({ name, flags }: CompletedCommand): string {
  return `${name}) flags=(${flags.map((flag) => described(flag.name, flag.about)).join(' ')}) ;;`;
}

/** `__{` is how a shell's `${` is written here, where that would be JavaScript's. */
const READ = String.raw`    said=("__{(@)words[1,CURRENT]}")
    # What stands before it, such as npx and its flags, is nothing to us.
    while (( __{#said} > 0 )); do
        program=__{__{said[1]:t}%%@*}
        [[ $program != lge-stack && $program != create-lge-stack ]] || break
        shift said
    done
    (( __{#said} > 1 )) || { _files; return }
    current=$said[-1]
    previous=$said[-2]
    [[ $program != create-lge-stack ]] || command=create`.replaceAll('__{', '${');

const END = String.raw`
compdef _lge_stack lge-stack create-lge-stack
(( __{+_comps[npx]} )) || compdef _lge_stack npx
`.replaceAll('__{', '${');

export function zshScript({ commands, lists }: Completion): string {
  const names = commands.map(({ name }) => name);
  const arrays = Object.entries(lists).map(([name, words]) => `${name}=(${words.map(quoted).join(' ')})`);
  const abouts = commands.map(({ name, about }) => described(name, about));
  const words = commands.map(({ name, wants }) => `${name}) ${reply(wants)} ;;`);
  return `#compdef lge-stack create-lge-stack
# Completion of create-lge-stack for zsh; made by lge-stack completion zsh.

_lge_stack() {
    local program command='' current previous
    local -a said names flags ${Object.keys(lists).join(' ')}
${indent(arrays, 1)}
    names=(
${indent(abouts, 2)}
    )
${READ}
    if (( \${#said} > 2 )); then
        case $said[2] in
            ${names.join('|')}) command=$said[2] ;;
        esac
    elif [[ $current != -* ]]; then
        _describe command names
        [[ -n $command ]] || return 0
    fi
    case "$command $previous" in
${indent(commands.flatMap(valueCases), 2)}
    esac
    if [[ $current == -* ]]; then
        case $command in
${indent(commands.map(flagCase), 3)}
        esac
        _describe flag flags
    else
        case $command in
${indent(words, 3)}
        esac
    fi
}
${END}`;
}
