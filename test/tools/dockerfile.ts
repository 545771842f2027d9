/** As much of a Dockerfile as it takes to know its images, and what its last stage takes from the build context. */
export interface Dockerfile {
  /** Those that come from a registry. */
  images: string[];
  runtime: { image: string; copies: { from: string[]; to: string }[] };
}

export function readDockerfile(text: string): Dockerfile {
  const images = new Set<string>();
  const stages = new Set<string>(['scratch']);
  const external = (name: string | undefined): void => {
    if (name !== undefined && !stages.has(name) && !/^\d+$/.test(name)) images.add(name);
  };
  let runtime: Dockerfile['runtime'] = { image: '', copies: [] };
  for (const line of instructions(text)) {
    const [instruction = '', ...words] = line.split(/\s+/);
    const flags = words.filter((word) => word.startsWith('--'));
    const rest = words.filter((word) => !word.startsWith('--'));
    if (/^from$/i.test(instruction)) {
      const [image = '', , stage] = rest;
      external(image);
      if (stage !== undefined) stages.add(stage);
      runtime = { image, copies: [] };
    } else if (/^(copy|add)$/i.test(instruction)) {
      const from = flags.find((flag) => flag.startsWith('--from='));
      external(from?.slice('--from='.length));
      if (from === undefined) runtime.copies.push({ from: rest.slice(0, -1), to: rest.at(-1) ?? '' });
    } else if (/^run$/i.test(instruction)) {
      for (const flag of flags) external(/^--mount=.*\bfrom=([^,]+)/.exec(flag)?.[1]);
    }
  }
  return { images: [...images], runtime };
}

/** Without comments, and each on one line. */
function instructions(text: string): string[] {
  const code = text.split('\n').filter((line) => !/^\s*#/.test(line));
  return code
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
