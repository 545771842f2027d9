import { defineBreak, option } from './break.js';

const LOCAL = new Set(['*', '127.0.0.1', 'localhost']);

export const trustedHosts = defineBreak({
  code: 'trusted-hosts',
  about: 'TrustedHostMiddleware refuses the health check, which asks 127.0.0.1: the API would never get healthy.',
  check: ({ detected: { backend } }) => {
    const hosts = backend?.trustedHosts;
    if (!hosts || hosts.value.some((host) => LOCAL.has(host))) return [];
    // `*.example.com` lets in any name below, but not the domain itself.
    const host = hosts.value[0]?.replace(/^\*\./, 'health.');
    if (host === undefined) return [];
    return [
      {
        severity: 'warning',
        message: `TrustedHostMiddleware lets in ${hosts.value.join(', ')} alone, and would refuse a health check of 127.0.0.1.`,
        hint: `services.backend.probeHost is set to "${host}". Or let "127.0.0.1" in as well, and take the option out.`,
        evidence: hosts.evidence,
        mend: option('services.backend.probeHost', host),
      },
    ];
  },
});
