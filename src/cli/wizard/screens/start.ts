import { formatMemory } from '../../../model/units.js';
import { valueAt, withAt, type Json } from '../../json.js';
import { movedPorts, publishedPorts } from '../ports.js';
import { resolved } from '../resolved.js';
import { optionsOf, type Screen } from '../screen.js';
import { ofMachine } from './detected.js';

/** The stack in a line. */
function summaryText(options: Json): string {
  const { stack } = resolved(options);
  const { cpus, memory } = stack.options.host.production;
  const ports = publishedPorts(options).flatMap(({ value, environments }) =>
    value === false || !environments.includes('development') ? [] : [value],
  );
  const services = stack.services.map(({ definition }) => definition.title).join(', ');
  const published = ports.length > 0 ? ` · ports ${ports.join(', ')}` : '';
  return `${stack.preset}: ${services}${published} · for a host with ${cpus} CPU and ${formatMemory(memory)}`;
}

export const start: Screen = {
  id: 'start',
  title: 'Defaults',
  steps: [
    {
      applies: () => true,
      ask: async (state, wizard, place) => {
        const { ui, probes, said, docker } = wizard;
        const isSaid = (path: readonly string[]): boolean =>
          [said.options, state.chosen].some((one) => valueAt(one, path) !== undefined);
        const options = optionsOf(state, wizard);
        const { moved, told } = await movedPorts(options, isSaid, probes);
        const chosen = moved.reduce((left, { path, port }) => withAt(left, path, port), state.chosen);
        const next = { ...state, chosen };
        const findings = state.prepared.findings.map(({ message, hint }) => `! ${message} ${hint}`);
        const machine = state.machineTold ? [] : [`✓ ${ofMachine(await docker(), probes.host())}`];
        ui.tell([...machine, summaryText(optionsOf(next, wizard)), ...told, ...findings]);
        const answer = await ui.select({
          place,
          message: 'Start with that?',
          choices: [
            { value: 'defaults', label: 'Use these defaults' },
            { value: 'custom', label: 'Customise', hint: 'services, ports, hosts and limits' },
          ],
          initial: state.custom ? 'custom' : 'defaults',
        });
        return { ...next, machineTold: true, custom: answer === 'custom' };
      },
    },
  ],
};
