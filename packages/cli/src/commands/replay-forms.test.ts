import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { runCaptured } from '../testing/captured-io.ts';

const sample = fileURLToPath(new URL('../../samples/memcached.yaml', import.meta.url));
let folder = '';

/** The deviations stand in quotes. */
function wordsOf(line: string): readonly string[] {
  return (line.match(/'[^']*'|\S+/gu) ?? []).map((word) => word.replaceAll("'", ''));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-replay-'));
  writeFileSync(join(folder, 'web.yaml'), readFileSync(sample));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a seed is the run that check makes with it, and shrinks to the line that breaks the same', async () => {
  const { code, err } = await runCaptured(['replay', 'web.yaml', '--seed', '3', '--shrink'], { cwd: folder });
  expect(code).toBe(EXIT.broken);
  const [, line = ''] = /npx simlet (replay .*)/u.exec(err) ?? [];
  const again = await runCaptured(wordsOf(line), { cwd: folder, columns: 120 });
  expect(again.out).toContain('identical to the recorded run');
});

test('a time-line ends where it is told to, with what is so then', async () => {
  const { out } = await runCaptured(['replay', 'web.yaml', '--until', '7.1s', '--ascii'], { cwd: folder });
  expect(out).toContain('At 7.100 s');
  expect(out).toMatch(/memcached +runs, for/u);
  expect(out).toMatch(/preStop +runs, for 7\.091 s/u);
  expect(out).toContain('no promise is broken up to then');
  expect(out).not.toContain('SIGTERM');
});

test('a trace has a slice for each part of each lane', async () => {
  await runCaptured(['replay', 'web.yaml', '--trace', 'run.json'], { cwd: folder });
  const { traceEvents } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as {
    readonly traceEvents: readonly { readonly ph: string; readonly name: string; readonly dur?: number }[];
  };
  const hooks = traceEvents.filter(({ ph, name }) => ph === 'X' && name === 'hook');
  expect(hooks.map(({ dur }) => dur)).toEqual([30_000_000]);
  expect(traceEvents.some(({ ph, name }) => ph === 'i' && name === 'Killing')).toBe(true);
});

test('steps come one for each key', async () => {
  const listenToKeys = (press: (key: string) => void): (() => void) => {
    queueMicrotask(() => {
      for (const key of [' ', 'n', 'q']) press(key);
    });
    return () => undefined;
  };
  const whole = await runCaptured(['replay', 'web.yaml'], { cwd: folder });
  const { code, out, err } = await runCaptured(['replay', 'web.yaml', '--step'], { cwd: folder, listenToKeys });
  expect(code).toBe(EXIT.broken);
  expect(out.endsWith(whole.out)).toBe(true);
  expect(out.slice(0, -whole.out.length).trimEnd().split('\n')).toHaveLength(2);
  expect(err).toContain('any key: the next');
});

test.each([
  [['--seed', '3', '--faults', 'stop/memcached=3s'], 'leave out --faults'],
  [['--step'], 'needs a terminal'],
])('%j is told to be a mistake', async (flags, words) => {
  const { code, err } = await runCaptured(['replay', 'web.yaml', ...flags], { cwd: folder });
  expect(code).toBe(EXIT.usage);
  expect(err).toContain(words);
});

test('counter-examples that are kept are made again on the manifests as they are now', async () => {
  const flags = ['--property', 'prestop-completes', '--runs', '0', '--sweep-limit', '5'];
  await runCaptured(['check', 'web.yaml', ...flags, '--report-dir', 'kept'], { cwd: folder });
  const before = await runCaptured(['check', 'web.yaml', ...flags, '--replay-dir', 'kept'], { cwd: folder });
  expect(before.code).toBe(EXIT.broken);
  expect(before.err).toMatch(/prestop-completes is still\s+broken/u);
  await runCaptured(['check', 'web.yaml', ...flags, '--fix'], { cwd: folder });
  const after = await runCaptured(['check', 'web.yaml', ...flags, '--replay-dir', 'kept'], { cwd: folder });
  expect(after.code).toBe(EXIT.held);
  expect(after.err).toMatch(/holds\s+now\s+in\s+the\s+run\s+that\s+broke\s+it/u);
});
