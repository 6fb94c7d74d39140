import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const packages = join(import.meta.dirname, '..', 'packages');
// Packages are read from their sources, so a test never sees a stale build.
const alias = readdirSync(packages).map((name) => ({
  find: new RegExp(`^${name === 'cli' ? 'simlet' : `@simlet/${name}`}$`),
  replacement: join(packages, name, 'src', 'index.ts'),
}));

export default defineConfig({
  resolve: { alias },
  test: {
    // Threads start faster than processes, and there are many small files.
    pool: 'threads',
    // Left alone, Vitest keeps one core for itself, which is half of a small machine.
    maxWorkers: '100%',
    include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    reporters: ['default'],
    // No test asserts how long something takes; a busy machine must not make one fail.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
