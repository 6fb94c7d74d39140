import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { runCaptured } from '../testing/captured-io.ts';

const MANIFEST = `# two of them
apiVersion: v1
kind: Pod
metadata: {name: one}
spec:
  containers:
    - name: app
      image: web:1
      lifecycle: {preStop: {exec: {command: [sleep, "40"]}}} # drains
---
apiVersion: v1
kind: Pod
metadata: {name: two}
spec:
  terminationGracePeriodSeconds: 5 # short
  containers:
    - {name: app, image: web:1, lifecycle: {preStop: {exec: {command: [sleep, "9"]}}}}
`;

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'simlet-fix-'));
  writeFileSync(join(cwd, 'web.yaml'), MANIFEST);
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const WORDS = ['--no-faults', '--runs', '2', '--stop-seconds', '1s'];

test('a fix is written into the file, with all else as it was, and then nothing is broken', async () => {
  const { code, err } = await runCaptured(['check', 'web.yaml', '--fix', ...WORDS], { cwd });
  expect(err).toContain('web.yaml: terminationGracePeriodSeconds: 41, not 30');
  expect(code).toBe(EXIT.held);
  const expected = MANIFEST.replace(
    'spec:\n  containers',
    'spec:\n  terminationGracePeriodSeconds: 41\n  containers',
  ).replace(': 5 #', ': 10 #');
  expect(readFileSync(join(cwd, 'web.yaml'), 'utf8')).toBe(expected);
  expect((await runCaptured(['check', 'web.yaml', ...WORDS], { cwd })).code).toBe(EXIT.held);
});

test('a diff stands alone on the output, and leaves the file as it is', async () => {
  const { code, out } = await runCaptured(['check', 'web.yaml', '--diff', ...WORDS], { cwd });
  expect(code).toBe(EXIT.broken);
  expect(out.split('\n').filter((line) => /^[-+]/u.test(line))).toEqual([
    '--- a/web.yaml',
    '+++ b/web.yaml',
    '+  terminationGracePeriodSeconds: 41',
    '-  terminationGracePeriodSeconds: 5 # short',
    '+  terminationGracePeriodSeconds: 10 # short',
  ]);
  expect(readFileSync(join(cwd, 'web.yaml'), 'utf8')).toBe(MANIFEST);
});

test('standard input cannot be written', async () => {
  expect((await runCaptured(['check', '-', '--fix'], { cwd, input: MANIFEST })).code).toBe(EXIT.usage);
});

test('a hook that needs more than its nodes give has no fix, and the two that exclude each other are named', async () => {
  const input = `apiVersion: v1
kind: Pod
metadata: {name: one}
spec:
  containers:
    - {name: app, image: web:1, lifecycle: {preStop: {exec: {command: [/drain]}}}}
`;
  const words = ['check', '-', '--json', '--hook-seconds', '150s', ...WORDS];
  const fixOf = async (...more: readonly string[]): Promise<unknown> => {
    const { out } = await runCaptured([...words, ...more], { cwd, input });
    return (JSON.parse(out) as { workloads: readonly { fix?: unknown }[] }).workloads[0]?.fix;
  };
  expect(await fixOf('--nodes', 'autoscaler')).toMatchObject({
    changes: ['terminationGracePeriodSeconds: 151, not 30'],
  });
  expect(await fixOf('--nodes', 'spot,autoscaler')).toMatchObject({
    none: expect.stringMatching(
      /needs terminationGracePeriodSeconds: 151, not 30, and with spot .* exclude each other/u,
    ),
  });
  expect((await runCaptured([...words, '--nodes', 'spott'], { cwd, input })).err).toContain('did you mean spot?');
});

test('where its nodes give no more time, a hook that sleeps sleeps for less', async () => {
  const input = MANIFEST.replace('"40"', '"150"');
  const words = ['check', '-', '--nodes', 'spot', '--stop-seconds', '1s', '--diff', ...WORDS];
  const { out } = await runCaptured(words, { cwd, input });
  const [, seconds] = /^\+.*sleep, "(\d+)"/mu.exec(out) ?? [];
  expect(Number(seconds)).toBeGreaterThan(20);
  expect(Number(seconds)).toBeLessThan(120);
});

test('what rests on a number that nobody gave is written only where that counts as a failure', async () => {
  const text = MANIFEST.replaceAll(/\[sleep, "\d+"\]/gu, '[drain]');
  writeFileSync(join(cwd, 'drain.yaml'), text);
  const words = ['check', 'drain.yaml', '--fix', '--property', 'prestop-completes', '--no-faults', '--runs', '4'];
  const first = await runCaptured(words, { cwd });
  expect(first.err).toContain('not written, as nothing is broken for certain: terminationGracePeriodSeconds');
  expect(readFileSync(join(cwd, 'drain.yaml'), 'utf8')).toBe(text);
  await runCaptured([...words, '--fail-on', 'warning'], { cwd });
  expect(readFileSync(join(cwd, 'drain.yaml'), 'utf8')).toContain('terminationGracePeriodSeconds: ');
});
