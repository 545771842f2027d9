import { DockerfileParser, type Instruction as Parsed, type PropertyInstruction } from 'dockerfile-ast';
import type { Format } from '../merge/merge.js';

/** The last one of a stage counts, so that a second one silently takes the place of the first. */
const ONCE: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

const KNOWN = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

interface Instruction {
  /** Name of its stage, or what the stage is made from where it has none; empty before the first. */
  readonly stage: string;
  readonly keyword: string;
  readonly text: string;
  /** Names of the variables that ENV sets. */
  readonly sets: readonly string[];
}

const variables = (one: Parsed): readonly string[] =>
  one.getKeyword() === 'ENV' ? (one as PropertyInstruction).getProperties().map((property) => property.getName()) : [];

function instructionsOf(text: string): readonly Instruction[] {
  let stage = '';
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((one): Instruction => {
      const [keyword, content] = [one.getKeyword(), one.getTextContent()];
      if (keyword === 'FROM') stage = stageOf(content).name ?? stageOf(content).image;
      return { stage, keyword, text: content, sets: variables(one) };
    });
}

function stageOf(from: string): { readonly image: string; readonly name?: string } {
  const [image = '', as, name] = from
    .split(/\s+/)
    .slice(1)
    .filter((word) => !word.startsWith('--'));
  return { image: image.toLowerCase(), ...(as?.toLowerCase() === 'as' && name && { name: name.toLowerCase() }) };
}

/** Names of stages, or of images, that an instruction takes something from. */
function sources({ keyword, text }: Instruction): readonly string[] {
  if (keyword === 'FROM') return [stageOf(text).image];
  return [...text.matchAll(/--(?:from=|mount=\S*?\bfrom=)([A-Za-z][\w-]*)(?=[\s,])/g)].map(([, name]) =>
    name!.toLowerCase(),
  );
}

/** What may be wrong with a text. Not everything is: a name that is no stage can be that of an image. */
function mistakes(all: readonly Instruction[]): ReadonlySet<string> {
  const stages = new Set<string>();
  const seen = new Set<string>();
  const found = new Set<string>();
  const once = (what: string, stage: string): void => {
    const where = stage === '' ? what : `${what} in the stage ${stage}`;
    if (seen.has(where)) found.add(`it would have ${where} twice`);
    seen.add(where);
  };
  for (const one of all) {
    const { stage, keyword, text } = one;
    if (!KNOWN.has(keyword)) found.add(`"${text.split('\n')[0]}" would be no instruction`);
    if (stage === '' && keyword !== 'FROM' && keyword !== 'ARG') found.add(`${keyword} would come before any FROM`);
    for (const name of sources(one))
      if (!stages.has(name)) found.add(`it would take from the stage ${name}, which is not there`);
    if (ONCE.has(keyword)) once(keyword, stage);
    for (const name of one.sets) once(`ENV ${name}`, stage);
    if (keyword !== 'FROM') continue;
    const { name } = stageOf(text);
    if (name !== undefined) once(`the stage ${name}`, '');
    stages.add(stage);
  }
  return found;
}

interface Place {
  readonly stage: string;
  /** Keyword of the instruction, and whether the line begins it. */
  readonly role: string;
}

/** By line, the places in which it stands. Comments may stand anywhere. */
function placesOf(all: readonly Instruction[]): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const { stage, keyword, text } of all)
    text.split('\n').forEach((line, index) => {
      const role = `${keyword} ${index === 0 ? 'begins' : 'goes on'}`;
      const known = places.get(line.trim());
      if (known) known.push({ stage, role });
      else places.set(line.trim(), [{ stage, role }]);
    });
  return places;
}

/** A line that was part of one instruction or stage, and would become part of another. */
function astray(result: readonly Instruction[], sides: readonly (readonly Instruction[])[]): string | undefined {
  const before = sides.map((side) => ({
    places: placesOf(side),
    stages: new Set(side.map(({ stage }) => stage)),
  }));
  const fits = (line: string, { stage, role }: Place): boolean =>
    before.some(({ places, stages }) =>
      places.get(line)?.some((was) => was.role === role && (was.stage === stage || !stages.has(stage))),
    );
  for (const [line, places] of placesOf(result))
    if (line !== '' && !line.startsWith('#') && !places.every((place) => fits(line, place))) return line;
  return undefined;
}

export const dockerfileFormat: Format = {
  fault(result, { mine, theirs }) {
    const [now, ...sides] = [result, mine, theirs].map(instructionsOf) as [readonly Instruction[]];
    // What is wrong with a side already is the user's to mend.
    const known = (sides as (readonly Instruction[])[]).map(mistakes);
    const wrong = [...mistakes(now)].find((mistake) => !known.some((before) => before.has(mistake)));
    if (wrong !== undefined) return wrong;
    const line = astray(now, sides);
    return line === undefined ? undefined : `the line "${line}" would become part of another instruction or stage`;
  },
};
