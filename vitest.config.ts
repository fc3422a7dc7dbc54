import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * unit: beside the code, no service, fast. contract: every adapter of a port against the same suite.
 * cli: the built binary. services: real servers on loopback, started by test/services.
 */
export default defineConfig({
  test: {
    globalSetup: ['test/support/temporary.ts'],
    // Also on two cores: a test of the built binary mostly waits for it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'services',
          include: ['test/services/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
