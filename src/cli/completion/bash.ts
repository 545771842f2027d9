import type { Completion, CompletedCommand, Wanted } from './model.js';

const indent = (lines: readonly string[], depth: number): string =>
  lines.map((line) => `${'    '.repeat(depth)}${line}`).join('\n');

/** What is offered, as an assignment. */
function reply(wants: Wanted): string {
  if (wants.kind === 'words') return `_lge_stack_words '${wants.words.join(' ')}'`;
  if (wants.kind === 'list') return `_lge_stack_words "$${wants.list}"${wants.files ? '; _lge_stack_paths -f' : ''}`;
  if (wants.kind === 'nothing') return ':';
  return `_lge_stack_paths ${wants.kind === 'files' ? '-f' : '-d'}`;
}

function valueCases({ name, flags }: CompletedCommand): readonly string[] {
  return flags.flatMap((flag) => (flag.wants ? [`'${name} ${flag.name}') ${reply(flag.wants)}; return ;;`] : []));
}

function flagCase({ name, flags }: CompletedCommand): string {
  return `${name}) _lge_stack_words '${flags.map((flag) => flag.name).join(' ')}' ;;`;
}

function wordCase({ name, wants }: CompletedCommand): string {
  return `${name}) ${reply(wants)} ;;`;
}

const HELPERS = String.raw`# Completion of create-lge-stack for bash; made by lge-stack completion bash.

# Offers words that begin as the current one does. What bash takes for a word of its own after a = is left out.
_lge_stack_words() {
    local word before=''
    [[ $current == *=* && $COMP_WORDBREAKS == *=* ]] && before=__{current%%=*}=
    for word in $1; do
        [[ $word == "$current"* ]] || continue
        COMPREPLY+=("__{word#"$before"}")
        [[ $word != *= ]] || open=yes
    done
}

_lge_stack_paths() {
    local path
    while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$current")
    [[ $(type -t compopt) != builtin ]] || compopt -o filenames 2>/dev/null
}
`;

const READ = String.raw`    local -a said
    read -ra said <<<"$line"
    [[ $line != *[[:space:]] ]] || said+=('')
    COMPREPLY=()
    # What stands before it, such as npx and its flags, is nothing to us.
    while ((__{#said[@]} > 0)); do
        program=__{said[0]##*/}
        program=__{program%%@*}
        [[ $program != lge-stack && $program != create-lge-stack ]] || break
        said=("__{said[@]:1}")
    done
    ((__{#said[@]} > 1)) || return 0
    current=__{said[__{#said[@]} - 1]}
    previous=__{said[__{#said[@]} - 2]}
    [[ $program != create-lge-stack ]] || command=create`;

const END = String.raw`    # A value follows at once.
    [[ -z $open || $(type -t compopt) != builtin ]] || compopt -o nospace 2>/dev/null
}

complete -F _lge_stack lge-stack create-lge-stack
complete -p npx >/dev/null 2>&1 || complete -o default -F _lge_stack npx
`;

/** `__{` is how a shell's `${` is written above, where that would be JavaScript's. */
const shell = (text: string): string => text.replaceAll('__{', '${');

/** For bash 3.2, which macOS has, and all later ones. */
export function bashScript({ commands, lists }: Completion): string {
  const names = commands.map(({ name }) => name);
  const locals = Object.entries(lists).map(([name, words]) => `local ${name}='${words.join(' ')}'`);
  return `${shell(HELPERS)}
_lge_stack() {
    local line=\${COMP_LINE:0:COMP_POINT} program command='' current previous open=''
${indent(locals, 1)}
${shell(READ)}
    if ((\${#said[@]} > 2)); then
        case \${said[1]} in
            ${names.join(' | ')}) command=\${said[1]} ;;
        esac
    elif [[ $current != -* ]]; then
        _lge_stack_words '${names.join(' ')}'
        [[ -n $command ]] || return 0
    fi
    case "$command $previous" in
${indent(commands.flatMap(valueCases), 2)}
    esac
    if [[ $current == -* ]]; then
        case $command in
${indent(commands.map(flagCase), 3)}
        esac
    else
        case $command in
${indent(commands.map(wordCase), 3)}
        esac
    fi
${END}`;
}
