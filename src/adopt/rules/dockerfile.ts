import { DockerfileParser } from 'dockerfile-ast';
import type { Repository } from '../../detect/repository.js';

export interface Instruction {
  readonly keyword: string;
  /** What stands behind the keyword, on one line. */
  readonly text: string;
  readonly line: number;
  /** Counted from 0; -1 before the first FROM. */
  readonly stage: number;
}

export interface Dockerfile {
  readonly path: string;
  readonly instructions: readonly Instruction[];
  /** Those of the stage that the image is made of. */
  readonly last: readonly Instruction[];
  /** For development alone, as its name or its place says. */
  readonly development: boolean;
}

const NAME = /(?:^|\/)(?:Dockerfile(?:\.[\w.-]+)?|[\w.-]+\.(?:D|d)ockerfile)$/;

function read(path: string, text: string): Dockerfile {
  let stage = -1;
  const instructions = DockerfileParser.parse(text)
    .getInstructions()
    .map((one): Instruction => {
      const keyword = one.getKeyword();
      if (keyword === 'FROM') stage += 1;
      const content = one.getTextContent().replace(/\\\r?\n/g, ' ');
      const line = one.getRange().start.line + 1;
      return { keyword, text: content.slice(one.getInstruction().length).trim().replaceAll(/\s+/g, ' '), line, stage };
    });
  const development = /(?:^|[./_-])(?:dev|local|development)(?:$|[./_-])/i.test(path);
  return { path, instructions, last: instructions.filter((one) => one.stage === stage), development };
}

/** The Dockerfiles of a repository; one that cannot be read says nothing. */
export function dockerfilesIn(repository: Repository): readonly Dockerfile[] {
  return repository.files.flatMap((path) => {
    const text = NAME.test(path) && !path.endsWith('.dockerignore') ? repository.read(path) : undefined;
    if (text === undefined) return [];
    try {
      return [read(path, text)];
    } catch {
      // The parser throws on some texts that are none.
      return [];
    }
  });
}
