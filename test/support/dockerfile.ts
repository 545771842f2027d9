export interface Instruction {
  readonly name: string;
  readonly flags: Readonly<Record<string, string>>;
  /** What follows the flags, on one line. */
  readonly text: string;
  /** The words of the exec form, if it is one. */
  readonly exec: readonly string[] | undefined;
}

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

const KNOWN = 'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN SHELL STOPSIGNAL USER VOLUME WORKDIR';

/** The stages of a Dockerfile; throws where BuildKit would refuse it. */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const line of lines(text)) {
    const instruction = parseInstruction(line);
    if (instruction.name === 'FROM') {
      const [image = '', as, name] = instruction.text.split(' ');
      if (as !== undefined && (!/^as$/i.test(as) || name === undefined)) throw new Error(`Not a stage: ${line}`);
      stages.push({ image, name, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (!stage) throw new Error(`Before the first FROM: ${line}`);
    checkSource(instruction, stages);
    stage.instructions.push(instruction);
  }
  if (stages.length === 0) throw new Error('There is no FROM.');
  return stages;
}

/** Without comments, continued lines joined. */
function lines(text: string): readonly string[] {
  const result: string[] = [];
  let open: string | undefined;
  for (const raw of text.split('\n')) {
    if (/^\s*#/.test(raw)) continue;
    const line = raw.trim();
    if (open !== undefined && line === '') throw new Error(`An empty line in: ${open}`);
    if (line === '') continue;
    const joined: string = open === undefined ? line : `${open} ${line}`;
    open = joined.endsWith('\\') ? joined.slice(0, -1).trimEnd() : undefined;
    if (open === undefined) result.push(joined);
  }
  if (open !== undefined) throw new Error(`Continued to nowhere: ${open}`);
  return result;
}

function parseInstruction(line: string): Instruction {
  const [, name = '', rest = ''] = /^([A-Za-z]+)\s+(.+)$/.exec(line) ?? [];
  if (!KNOWN.split(' ').includes(name)) throw new Error(`No instruction: ${line}`);
  const flags: Record<string, string> = {};
  let text = rest;
  for (let flag; (flag = /^--([a-z-]+)(?:=(\S+))?\s+/.exec(text)); text = text.slice(flag[0].length))
    flags[flag[1]!] = flag[2] ?? '';
  const list = text.replace(/^CMD\s+/, '');
  return { name, flags, text, exec: list.startsWith('[') ? execForm(list) : undefined };
}

/** What looks like a list and is none becomes a line for the shell, without a word. */
function execForm(list: string): readonly string[] {
  const words: unknown = JSON.parse(list);
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  throw new Error(`Not a list of strings: ${list}`);
}

function checkSource({ name, flags, text }: Instruction, stages: readonly Stage[]): void {
  const mounted = /\bfrom=([^,]+)/.exec(flags.mount ?? '')?.[1];
  const source = name === 'COPY' ? flags.from : mounted;
  const before = stages.slice(0, -1).map((stage) => stage.name);
  if (source !== undefined && !before.includes(source) && !/[:/]/.test(source))
    throw new Error(`No stage ${source}: ${name} ${text}`);
}
