import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import { runCaptured } from '../testing/captured-io.ts';

// What nobody would call a manifest, through the whole command.
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-bad-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const pod = (name: string, container = 'a'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: ${container}, image: b}]}\n`;
const letters = [...'abcdefgh'];
const bomb = letters
  .map((name, index) => {
    const before = `*${letters[index - 1] ?? ''}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => (index === 0 ? 'x' : before)).join(',')}]`;
  })
  .join('\n');

const BAD: readonly (readonly [what: string, bytes: string | Uint8Array])[] = [
  ['truncated', 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template: {'],
  ['binary', Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 256)],
  ['compressed', gzipSync(pod('web'))],
  ['ten thousand documents with a mistake each', `${pod('web', '[')}---\n`.repeat(10_000)],
  ['four megabytes on one line', `a: "${'x'.repeat(4_000_000)}"`],
  ['a bomb of aliases', bomb],
  ['a bomb of aliases in a pod', `${pod('web')}${bomb}`],
  ['brackets without end', '['.repeat(100_000)],
  ['braces without end, as JSON', '{"a":'.repeat(50_000)],
  ['an alias to itself', 'a: &a\n  b: *a\n'],
  ['UTF-16 without a mark', new Uint8Array(Buffer.from(pod('web'), 'utf16le'))],
  ['Latin-1', new Uint8Array(Buffer.from(pod('café'), 'latin1'))],
  ['terminal escapes as they are', pod('\u001B[31mred\u001B[0m')],
  ['terminal escapes in YAML', pod('"\\e]0;title\\a\\x9b2J"', '"\\e[2J"')],
  ['text that runs the other way', pod('"a\u202Eb"')],
  ['markup', pod('"<script>alert(1)</script>"', '"<b>"')],
  ['names of prototypes', pod('{__proto__: {a: 1}, constructor: 5}')],
  [
    'a grace period of millions of years',
    pod('web').replace('{containers', '{terminationGracePeriodSeconds: 9007199254740991, containers'),
  ],
  ['a pod of five thousand containers', `${pod('web').replace('}]', `}${', {name: x, image: y}'.repeat(5_000)}]`)}`],
];

test.each(BAD)(
  '%s: a diagnostic with a place, exit code 3, and nothing that steers a terminal',
  async (_what, bytes) => {
    const path = join(folder, 'bad.yaml');
    writeFileSync(path, bytes);
    const { code, out, err } = await runCaptured(['check', path, '--runs', '1'], { cwd: folder });
    expect(code).toBe(EXIT.input);
    expect(out).toBe('');
    expect(err).toMatch(/^ bad\.yaml:\d+:\d+(?: {2}|\n {3})error: \S/mu);
    expect(err).not.toMatch(/\n +at \S+|[^\P{Cc}\n]|\p{Cf}/u);
    expect(err.length).toBeLessThan(100_000);
  },
);

test.each([
  ['UTF-16 with a mark', new Uint8Array(Buffer.from(`\uFEFF${pod('web')}`, 'utf16le'))],
  ['UTF-8 with a mark', `\uFEFF${pod('web')}`],
])('%s is read', async (_what, bytes) => {
  writeFileSync(join(folder, 'good.yaml'), bytes);
  const words = ['check', 'good.yaml', '--runs', '1', '--no-faults', '--property', 'deleted-pod-gone'];
  expect(await runCaptured(words, { cwd: folder })).toMatchObject({ code: EXIT.held, err: '' });
});

test('a hook that sleeps for a million years never ends', async () => {
  const hook = `{name: app, image: b, lifecycle: {preStop: {exec: {command: [sleep, "99999999999999"]}}}}`;
  const input = pod('web').replace('{name: a, image: b}', hook);
  const words = ['check', '-', '--runs', '1', '--no-faults', '--property', 'prestop-completes'];
  expect((await runCaptured(words, { cwd: folder, input })).code).toBe(EXIT.broken);
  expect((await runCaptured([...words, '--stop-seconds', '999999999d'], { cwd: folder, input })).code).toBe(EXIT.usage);
});

test('a thousand kinds without pods are named by some of them', async () => {
  const input = Array.from({ length: 1_000 }, (_, index) => `apiVersion: v1\nkind: K${index}\nmetadata: {name: s}\n`);
  const { code, err } = await runCaptured(['check', '-'], { cwd: folder, input: input.join('---\n') });
  expect(code).toBe(EXIT.nothingChecked);
  expect(err).toContain('K19, 980 more');
});

test.each(REPORTER_NAMES)('%s is whole where there is nothing but mistakes', async (name) => {
  const input = pod('"\\e[31m<b>|`"', '"]]>"');
  const { code, out } = await runCaptured(['check', '-', '--reporter', name], { cwd: folder, input });
  expect(code).toBe(EXIT.input);
  expect(out).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  if (name === 'json' || name === 'sarif') expect(JSON.parse(out)).toBeTypeOf('object');
});
