import { defineService } from '../model/service.js';
import { besideTheApi } from './application.js';
import { backend } from './backend.js';

/** A port as the kernel lists it. */
const portInProc = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

export const backendDebug = defineService({
  id: 'backend-debug',
  title: 'Debugger',
  summary: 'A second API under debugpy, started with --profile debug',
  tier: 'application',
  questions: {
    port: { kind: 'port', message: 'Port of the API under the debugger', default: 8001, optional: false },
    debugPort: { kind: 'port', message: 'Port to which the editor attaches', default: 5678, optional: false },
  },
  environments: ['development'],
  needs: [
    { service: 'backend', because: "it runs the backend's image" },
    { service: 'postgres', until: 'healthy', optional: true },
    { service: 'redis', until: 'healthy', optional: true },
    { service: 'migrate', until: 'completed', optional: true },
  ],
  limits: { production: { cpus: 1, memory: '512M' }, development: { cpus: 1, memory: '512M' } },
  minimumMemory: '128M',
  container: ({ answers, environment, stack }) => {
    const { module, factory, port } = stack.get(backend) ?? { module: 'src.main:app', factory: false, port: 8000 };
    return {
      ...besideTheApi({ environment, stack }),
      // One process, without reload: a debugger loses what it is attached to otherwise.
      command: [
        'python',
        '-Xfrozen_modules=off',
        '-m',
        'debugpy',
        '--listen',
        `0.0.0.0:${answers.debugPort}`,
        '-m',
        'uvicorn',
        module,
        ...(factory ? ['--factory'] : []),
        '--host',
        '0.0.0.0',
        '--port',
        String(port),
      ],
      publish: [
        {
          host: answers.port,
          container: port,
          about: 'API under the debugger',
          option: ['services', 'backend-debug', 'port'],
          local: true,
        },
        {
          host: answers.debugPort,
          container: answers.debugPort,
          about: 'debugpy',
          option: ['services', 'backend-debug', 'debugPort'],
          local: true,
        },
      ],
      healthcheck: {
        // Without a connection, which debugpy would take for an editor.
        test: { shell: `grep -q ':${portInProc(answers.debugPort)} 00000000:0000 0A' /proc/net/tcp` },
        ...stack.policy.probes.heartbeat,
      },
      networks: ['edge', 'data'],
      profile: 'debug',
      notes: { healthcheck: 'Whether the debugger listens: at a breakpoint the API answers nobody.' },
    };
  },
});
