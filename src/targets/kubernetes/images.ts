import type { Build, ImageSource } from '../../model/container.js';
import type { Stack } from '../../model/stack.js';
import { runs } from './names.js';

const nameOf = ({ options }: Stack, { name }: Build): string =>
  options.registry === '' ? name : `${options.registry}/${name}`;

/** The images that are built for the stack, without their tags. */
export function builtImages(stack: Stack): readonly string[] {
  return runs(stack).flatMap(({ image }) => ('build' in image ? [nameOf(stack, image.build)] : []));
}

/** With the tag of .env.example, which the script replaces by that of .env. */
export function imageOf(stack: Stack, image: ImageSource): string {
  if ('pull' in image) return image.pull;
  const source = 'build' in image ? image : runs(stack).find(({ id }) => id === image.of)?.image;
  if (!source || !('build' in source)) throw new Error('An image is used that nobody builds.');
  const production = stack.variables.find(({ name }) => name === 'IMAGE_TAG')?.production;
  const tag = production?.kind === 'optional' ? production.fallback : (production?.example ?? 'latest');
  return `${nameOf(stack, source.build)}:${tag}`;
}
