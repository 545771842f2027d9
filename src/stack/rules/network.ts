import { networkAddress } from '../../model/network.js';
import { defineRule } from '../../model/rule.js';

export const subnet = defineRule({
  code: 'subnet',
  severity: 'error',
  about: 'The subnet is not the address of a network.',
  check: (stack) => {
    const { subnet } = stack.options.network;
    const network = networkAddress(subnet);
    if (subnet === '' || network === subnet) return [];
    const hint = network ? `Write "${network}".` : 'Each part of an address is from 0 to 255.';
    return [
      { path: ['network', 'subnet'], message: `${subnet} is not the first address of a network of that size.`, hint },
    ];
  },
});
