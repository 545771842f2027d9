#!/bin/sh
# Writes .env from .env.example: makes the secrets, adds what is missing, says what is still to be filled in.
#
# A value that is there stays as it is, byte for byte; so do comments and their order. Safe to run again.
# Exit codes: 0 done; 1 could not write; 2 wrong usage; 3 production, and values are still missing or not fit for it.
set -eu

# Bytes, not characters: a file in any encoding passes through unchanged.
export LC_ALL=C
umask 077

usage() {
    cat <<'TEXT'
Usage: scripts/init-env.sh [development|production]

Writes .env at the root of the project, readable by its owner alone. Its values come from .env.example, its
secrets from the kernel's random numbers. What .env already says is kept.

Without an argument, ENVIRONMENT stays what .env says, or becomes development in a new file.
Values with $, # or spaces belong in single quotes: NAME='abc$def'
TEXT
}

fail() {
    echo "init-env: $1" >&2
    exit "${2:-1}"
}

mode=
case ${1:-} in
    -h | --help) usage && exit 0 ;;
    '' | development | production) mode=${1:-} ;;
    *) fail "unknown argument '$1': say development or production, or --help" 2 ;;
esac
[ $# -le 1 ] || fail 'one argument at most: development or production' 2

CDPATH='' cd -- "$(dirname -- "$0")/.."
[ -r .env.example ] || fail '.env.example is missing or unreadable: fetch it from the repository, .env is made from it'
[ ! -L .env ] || fail '.env is a symbolic link: it would be replaced by a file; run this where the link points to'
[ ! -e .env ] || [ -f .env ] || fail '.env is no file: move it away, then run this again'
[ ! -e .env ] || [ -r .env ] || fail '.env cannot be read: it belongs to somebody else'

secrets='SECRET_KEY JWT_SECRET_KEY POSTGRES_PASSWORD REDIS_PASSWORD SESSION_KEY'
# Secrets that somebody else gives out: none is made here.
given='SMTP_PASSWORD'
required='IMAGE_TAG SECRET_KEY JWT_SECRET_KEY POSTGRES_USER POSTGRES_PASSWORD POSTGRES_DB REDIS_PASSWORD SMTP_HOST SMTP_PASSWORD SESSION_KEY'

# Shared by the programs below: how a line of .env is read. In awk \047 is a single quote, \042 a double one.
reader=$(
    cat <<'AWK'
function words(text, set, list, i) { split(text, list, " "); for (i in list) set[list[i]] = 1 }
function name_of(line) {
    # Some editors begin a file with a mark of its encoding.
    sub(/^\357\273\277/, "", line)
    sub(/^[ \t]*(export[ \t]+)?/, "", line)
    if (line !~ /^[A-Za-z_][A-Za-z0-9_]*[ \t]*=/) return ""
    sub(/[ \t]*=.*/, "", line)
    return line
}
function value_of(line, quote, end) {
    sub(/^[^=]*=[ \t]*/, "", line)
    sub(/\r$/, "", line)
    quote = substr(line, 1, 1)
    if (quote == "\047" || quote == "\042") {
        line = substr(line, 2)
        for (end = 1; end <= length(line) && substr(line, end, 1) != quote; end++)
            if (substr(line, end, 1) == "\\") end++
        unclosed = end > length(line) ? quote : ""
        return substr(line, 1, end - 1)
    }
    sub(/^#.*/, "", line)
    sub(/[ \t]+#.*/, "", line)
    sub(/[ \t]+$/, "", line)
    return line
}
# A quoted value may go on over several lines, which then are no variables.
function inside_value(line) {
    if (unclosed == "") return 0
    if (index(line, unclosed)) unclosed = ""
    return 1
}
AWK
)

# Arguments: .env.example, then the file to complete. Writes the new file to `out`, says on stdout what it did.
complete=$(
    cat <<'AWK'
function secret(hex, part) {
    while ((random | getline part) > 0) hex = hex part
    close(random)
    gsub(/[^0-9a-f]/, "", hex)
    if (length(hex) != 64) { broken = 1; exit 1 }
    return hex
}
function line_for(name, line) {
    if (name == "ENVIRONMENT") return name "=" mode
    if (!(name in secrets)) return line
    made = made " " name
    return name "=\047" secret() "\047"
}
function keep(line, name, value, start) {
    # What is added ends its lines as the file does.
    if (line ~ /\r$/) end_of_line = "\r"
    name = inside_value(line) ? "" : name_of(line)
    if (name == "") { print line > out; return }
    value = value_of(line)
    seen[name] = 1
    if (name == "ENVIRONMENT" ? value != mode : name in secrets && (fresh || value == "")) {
        start = line
        sub(/[A-Za-z_].*/, "", start)
        if (line ~ /^[^A-Za-z_]*export[ \t]/) start = start "export "
        line = start line_for(name, line) (line ~ /\r$/ ? "\r" : "")
    }
    print line > out
}
function add(lines) {
    gsub(/\n/, end_of_line "\n", lines)
    printf "%s%s\n", lines, end_of_line > out
}
BEGIN { words(secret_names, secrets); random = "od -An -v -N32 -tx1 /dev/urandom" }
pass == 1 {
    sub(/\r$/, "")
    if (inside_value($0)) { text[last] = text[last] "\n" $0; next }
    name = name_of($0)
    if (name != "") {
        order[++count] = last = name
        comment[name] = block
        text[name] = $0
        value_of($0)
    }
    # Of an option that is commented out, the comment is its own, not that of the next one.
    if (name != "" || $0 !~ /^#/ || $0 ~ /^# ?[A-Za-z_][A-Za-z0-9_]*=/) block = ""
    else block = block $0 "\n"
    next
}
{ keep($0) }
END {
    if (broken) exit 1
    if (!("ENVIRONMENT" in text)) { order[++count] = "ENVIRONMENT" }
    for (i = 1; i <= count; i++) {
        name = order[i]
        if (name in seen) continue
        seen[name] = 1
        add("\n" comment[name] line_for(name, text[name]))
        added = added " " name
    }
    if (made != "") print "Secrets made:" made
    if (added != "") print "Added:" added
}
AWK
)

# Arguments: .env, then what is known of values as KIND NAME VALUE. Prints what is not ready, by name and never by value.
review=$(
    cat <<'AWK'
function look(name, value) {
    value = values[name]
    if (value == "") { if (name in required) print "  " name " is empty"; return }
    if (("given", name, value) in known) return
    if (tolower(value) ~ (name in secrets ? placeholder "|" within : placeholder)) print "  " name " still holds a placeholder"
    else if (mode == "production" && ("default", name, value) in known) print "  " name " is the default for development: choose another"
    else if (mode == "production" && length(value) < shortest[name]) print "  " name " is shorter than " shortest[name] " characters"
    else if (name in secrets && interpolated[name]) print "  " name " holds a $: put the value in single quotes, or Compose replaces that part"
}
BEGIN {
    words(secret_names, secrets)
    words(required_names, required)
    within = "change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|it|with)|placeholder"
    # Of a name or an address whole words alone: an exchange-measure and counterexample.com are none.
    placeholder = "(^|[^a-z])(" within ")($|[^a-z])|^your[-_ ]|^<.*>$|^x+$|^todo$|(^|[^a-z0-9-])example\\.(com|org|net)($|[^a-z0-9.-])|\\.example($|[:/,])"
}
pass == 1 {
    if (inside_value($0) || name_of($0) == "") next
    name = name_of($0)
    if (!(name in values)) order[++count] = name
    values[name] = value_of($0)
    interpolated[name] = $0 !~ /=[ \t]*\047/ && values[name] ~ /\$/
    next
}
{
    value = $0
    sub(/^[^ ]* [^ ]* ?/, "", value)
    if ($1 == "shortest") shortest[$2] = value + 0
    else known[$1, $2, value] = 1
}
END {
    for (i = 1; i <= count; i++) look(order[i])
    for (name in required) if (!(name in values)) look(name)
}
AWK
)

current() {
    [ -f .env ] || return 0
    awk "$reader
"'!inside_value($0) && (name = name_of($0)) != "" { values[name] = value_of($0) } END { print values["ENVIRONMENT"] }' .env
}
[ -n "$mode" ] || mode=$(current)
[ -n "$mode" ] || mode=development

source=.env
fresh=0
[ -f .env ] || {
    source=.env.example
    fresh=1
}

# Written beside it and moved: whoever stops this halfway keeps the old file.
new=.env.new.$$
trap 'rm -f "$new"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
report=$(awk -v mode="$mode" -v fresh="$fresh" -v out="$new" -v secret_names="$secrets" \
    "$reader
$complete" pass=1 .env.example pass=2 "$source") || fail 'could not write .env: is there space, and may you write here?'

if [ -n "$report" ] || [ "$fresh" = 1 ] || [ "$(current)" != "$mode" ]; then
    mv -- "$new" .env
    echo ".env written for $mode."
    [ -z "$report" ] || echo "$report"
else
    chmod 600 .env
    echo ".env is complete for $mode: nothing changed."
fi

todo=$(
    awk -v mode="$mode" -v secret_names="$secrets $given" -v required_names="$required" "$reader
$review" pass=1 .env pass=2 - <<'KNOWN'
default SECRET_KEY development-secret-key-that-production-refuses
default JWT_SECRET_KEY development-jwt-key-that-production-refuses
default POSTGRES_PASSWORD development-database-password
default REDIS_PASSWORD development-redis-password
default SMTP_PASSWORD development-smtp-password
default SESSION_KEY development-session-key
given POSTGRES_USER shop
given POSTGRES_DB shop
shortest SECRET_KEY 32
shortest JWT_SECRET_KEY 32
KNOWN
)
[ -n "$todo" ] || exit 0
echo 'Still to do in .env:'
echo "$todo"
[ "$mode" = production ] || exit 0
fail 'not ready for production: edit .env, then run this again' 3
