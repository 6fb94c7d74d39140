import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { runCaptured } from '../testing/captured-io.ts';

const pod = (seconds: number): string => `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: app, image: web:1, lifecycle: {preStop: {exec: {command: [sh, -c, "echo bye; sleep ${seconds}"]}}}}
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-diff-'));
  writeFileSync(join(folder, 'a.yaml'), pod(5));
  writeFileSync(join(folder, 'b.yaml'), pod(8));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface DiffJson {
  readonly same: boolean;
  readonly firstDifference?: number;
  readonly a: { readonly digest: string };
  readonly lines: readonly {
    readonly change: string;
    readonly what: string;
    readonly a?: number;
    readonly b?: number;
  }[];
}

async function diff(...words: readonly string[]): Promise<DiffJson & { readonly code: number }> {
  const { code, out, err } = await runCaptured(['diff', ...words, '--json'], { cwd: folder });
  expect(err).toBe('');
  return { code, ...(JSON.parse(out) as DiffJson) };
}

test('a run is the same as itself', async () => {
  expect(await diff('a.yaml', 'a.yaml')).toMatchObject({ code: EXIT.held, same: true });
});

test('a hook that takes 3 s longer moves all that comes after it by 3 s', async () => {
  const { code, lines, firstDifference } = await diff('a.yaml', 'b.yaml');
  expect(code).toBe(EXIT.broken);
  // The words of the hook differ already where it begins, 9 ms after the delete.
  expect(firstDifference).toBe(9_000);
  const exit = lines.find(({ what }) => what.startsWith('app exited'));
  expect(exit).toMatchObject({ change: 'moved' });
  expect((exit?.b ?? 0) - (exit?.a ?? 0)).toBe(3_000_000);
});

test('a run is compared with the one without its fault, from a line and from a file', async () => {
  const words = ['check', 'a.yaml', '--property', 'prestop-once', '--runs', '2', '--report-dir', 'out', '--json'];
  const { out } = await runCaptured(words, { cwd: folder });
  const faults = /"faults": "([^"]+)"/u.exec(out)?.[1] ?? '';
  expect(faults).toContain('crash/');
  const typed = await diff('a.yaml', '--faults', faults);
  expect(typed.lines.filter(({ change }) => change === 'only in A').map(({ what }) => what)).toContain('kubelet crash');
  expect(typed.lines.some(({ change }) => change === 'only in B')).toBe(false);
  const saved = await diff('out/Pod-web-prestop-once.json');
  expect(saved.a.digest).toBe(typed.a.digest);
});

test('people see both runs in twin lanes within the width of the terminal', async () => {
  const { out } = await runCaptured(['diff', 'a.yaml', 'b.yaml', '--ascii'], { cwd: folder, columns: 60 });
  expect(out).toMatch(/^ +A preStop .*\n +B preStop /mu);
  expect(out.split('\n').filter((line) => line.length > 60)).toEqual([]);
  expect(out).toMatch(/^[\x20-\x7e\n]*$/u);
});

test('a deviation that the run does not know, and a third one, are usage errors', async () => {
  const unknown = await runCaptured(['diff', 'a.yaml', '--faults', 'crash/nowhere#7'], { cwd: folder });
  expect(unknown).toMatchObject({ code: EXIT.usage });
  expect(unknown.err).toContain('crash/nowhere#7');
  const three = ['--faults', 'none', '--faults', 'none', '--faults', 'none'];
  expect((await runCaptured(['diff', 'a.yaml', ...three], { cwd: folder })).code).toBe(EXIT.usage);
});
