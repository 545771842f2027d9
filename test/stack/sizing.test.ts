import { describe, expect, it } from 'vitest';
import { halves, networkAddress } from '../../src/model/network.js';
import {
  apiWorkers,
  celeryConcurrency,
  nginxWorkers,
  postgresSettings,
  redisMaxMemory,
  sharedMemory,
  systemReserve,
} from '../../src/model/sizing.js';
import { formatMemory, parseMemory } from '../../src/model/units.js';

describe('PostgreSQL', () => {
  it.each([
    // memory, connections → shared_buffers, effective_cache_size, maintenance_work_mem, work_mem, wal_buffers
    [128, 100, '32MB', '96MB', '8MB', '4MB', '1MB'],
    [256, 50, '64MB', '192MB', '16MB', '4MB', '1MB'],
    [1024, 100, '256MB', '768MB', '64MB', '4MB', '7MB'],
    [2048, 20, '512MB', '1536MB', '128MB', '18MB', '15MB'],
    [4096, 100, '1024MB', '3072MB', '256MB', '9MB', '16MB'],
    [65_536, 200, '16384MB', '49152MB', '4096MB', '78MB', '16MB'],
  ])('%i MiB, %i connections', (memory, connections, buffers, cache, maintenance, work, wal) => {
    expect(postgresSettings(memory, connections)).toEqual({
      max_connections: String(connections),
      shared_buffers: buffers,
      effective_cache_size: cache,
      maintenance_work_mem: maintenance,
      work_mem: work,
      wal_buffers: wal,
      checkpoint_completion_target: '0.9',
      default_statistics_target: '100',
      random_page_cost: '1.1',
    });
  });

  it.each([
    [128, 64],
    [1024, 256],
    [1000, 250],
  ])('%i MiB: %i MiB of shared memory', (memory, shared) => {
    expect(sharedMemory(memory)).toBe(shared);
  });
});

describe('processes', () => {
  it.each([
    // processors, memory → uvicorn, Celery, nginx
    [0.25, 128, 1, 1, 1],
    [0.5, 512, 1, 1, 1],
    [1, 512, 1, 2, 1],
    [1.5, 512, 1, 3, 2],
    [2, 512, 2, 4, 2],
    [4, 512, 4, 4, 4],
    [8, 512, 4, 4, 8],
    [8, 4096, 8, 16, 8],
    [4, 64, 1, 1, 4],
  ])('%f processors, %i MiB: %i of uvicorn, %i of Celery, %i of nginx', (cpus, memory, api, celery, nginx) => {
    expect([apiWorkers({ cpus, memory }), celeryConcurrency({ cpus, memory }), nginxWorkers({ cpus, memory })]).toEqual(
      [api, celery, nginx],
    );
  });
});

it.each([
  // memory → what Redis may keep, what a host keeps for itself
  [32, 16, 384],
  [255, 127, 384],
  [3840, 1920, 384],
  [8192, 4096, 819],
])('%i MiB: Redis %i, the system %i', (memory, redis, system) => {
  expect([redisMaxMemory(memory), systemReserve(memory)]).toEqual([redis, system]);
});

it.each([
  ['1M', 1, '1M'],
  ['512M', 512, '512M'],
  ['1G', 1024, '1G'],
  ['1024M', 1024, '1G'],
  ['1536M', 1536, '1536M'],
  ['0M', undefined, undefined],
  ['01M', undefined, undefined],
  ['1.5G', undefined, undefined],
  ['1 G', undefined, undefined],
  ['1g', undefined, undefined],
  ['1T', undefined, undefined],
  ['-1M', undefined, undefined],
])('%s is %s MiB, written %s', (text, mebibytes, written) => {
  expect(parseMemory(text)).toBe(mebibytes);
  if (mebibytes !== undefined) expect(formatMemory(mebibytes)).toBe(written);
});

it.each([
  // subnet → its first address, its halves
  ['172.28.0.0/16', '172.28.0.0/16', ['172.28.0.0/17', '172.28.128.0/17']],
  ['172.28.5.1/16', '172.28.0.0/16', undefined],
  ['10.255.255.255/12', '10.240.0.0/12', undefined],
  ['192.168.1.0/24', '192.168.1.0/24', ['192.168.1.0/25', '192.168.1.128/25']],
  ['10.0.0.32/27', '10.0.0.32/27', ['10.0.0.32/28', '10.0.0.48/28']],
  ['10.0.0.256/24', undefined, undefined],
  ['10.0.0/24', undefined, undefined],
])('%s lies in %s', (cidr, network, parts) => {
  expect(networkAddress(cidr)).toBe(network);
  if (parts) expect(halves(cidr)).toEqual(parts);
});
