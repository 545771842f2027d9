import { defineRule } from '../../model/rule.js';

const nameOf = (answer: unknown): string => (typeof answer === 'string' ? answer : '');

export const sharedVolume = defineRule({
  code: 'shared-volume',
  severity: 'warning',
  about:
    'Production and development have a volume of one name: on one host, two servers would write the same data and break it.',
  check: (stack) =>
    stack.services
      .filter(({ answers }) => nameOf(answers.volume) !== '' && answers.volume === answers.devVolume)
      .map(({ id, answers }) => ({
        path: ['services', id, 'devVolume'],
        message: `Production and development both keep their data in ${nameOf(answers.volume)}.`,
        hint: `Never run both on one host, or leave services.${id}.devVolume out: development gets a volume of its own.`,
      })),
});
