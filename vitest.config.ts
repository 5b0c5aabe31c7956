// One configuration for every package: tests import sources through the "gigpo-source" condition, never a build.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['gigpo-source'] },
  ssr: { resolve: { conditions: ['gigpo-source'], externalConditions: ['gigpo-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    reporters: ['default'],
  },
})
