import { DockerfileParser, type Dockerfile } from 'dockerfile-ast';
import type { Format } from '../merge/merge.js';

/** The last one of a stage counts, so that a second one silently takes the place of the first. */
const ONCE: readonly string[] = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

interface Instruction {
  readonly stage: number;
  readonly keyword: string;
  readonly text: string;
}

function instructionsOf(file: Dockerfile): readonly Instruction[] {
  let stage = -1;
  return file.getInstructions().map((instruction) => {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') stage += 1;
    return { stage, keyword, text: instruction.getTextContent() };
  });
}

function stages(file: Dockerfile): readonly string[] {
  return file.getFROMs().flatMap((from) => from.getBuildStage()?.toLowerCase() ?? []);
}

function duplicate(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}

const KNOWN = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** What is wrong with the file in itself. */
function mistake(text: string): string | undefined {
  const file = DockerfileParser.parse(text);
  const instructions = instructionsOf(file);
  const stranger = instructions.find(({ keyword }) => !KNOWN.has(keyword));
  if (stranger) return `"${stranger.text.split('\n')[0]}" would be no instruction`;
  const twice = duplicate(stages(file));
  if (twice !== undefined) return `it would have two stages called ${twice}`;
  const once = duplicate(
    instructions
      .filter(({ keyword }) => ONCE.includes(keyword))
      .map(({ stage, keyword }) => `${keyword} in stage ${stage + 1}`),
  );
  if (once !== undefined) return `it would have two ${once}`;
  const names = stages(file);
  const absent = file
    .getCOPYs()
    .map((copy) => copy.getFromFlag()?.getValue()?.toLowerCase())
    .find((from) => from && /^[a-z][a-z0-9_-]*$/.test(from) && !names.includes(from));
  if (absent) return `it would copy from the stage ${absent}, which is not there`;
  return undefined;
}

/** Every line of an instruction that goes on over several, by the keyword it belongs to. */
function owners(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const result = new Map<string, Set<string>>();
  for (const { keyword, text: instruction } of instructionsOf(DockerfileParser.parse(text)))
    for (const line of instruction.split('\n')) {
      const known = result.get(line.trim()) ?? new Set();
      result.set(line.trim(), known.add(keyword));
    }
  return result;
}

/** A line that was part of one instruction, and would become part of another. */
function astray(result: string, mine: string, theirs: string): string | undefined {
  const [m, t] = [owners(mine), owners(theirs)];
  for (const [line, keywords] of owners(result)) {
    const before = [...(m.get(line) ?? []), ...(t.get(line) ?? [])];
    if (line !== '' && [...keywords].some((keyword) => !before.includes(keyword))) return line;
  }
  return undefined;
}

export const dockerfileFormat: Format = {
  fault(result, { mine, theirs }) {
    const wrong = mistake(result);
    // A file that was wrong before is the user's to mend.
    if (wrong !== undefined && mistake(mine) === undefined && mistake(theirs) === undefined) return wrong;
    const line = astray(result, mine, theirs);
    return line === undefined ? undefined : `the line "${line}" would become part of another instruction`;
  },
};
