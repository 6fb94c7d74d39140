import { expect, test } from 'vitest';
import { maximumFileLength } from './limits.ts';
import { readManifests } from './read-manifests.ts';
import { readShell } from './read-shell.ts';

const codes = (text: string): readonly string[] => [
  ...new Set(readManifests(text, { file: '-' }).diagnostics.map(({ code }) => code)),
];

const tenTimes = (name: string): string => `[${Array.from({ length: 10 }, () => `*${name}`).join(', ')}]`;
const letters = [...'abcdefghijklmnop'];

const podOf = (containers: number): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n${Array.from({ length: containers }, (_, index) => `  - {name: c${index}, image: b}\n`).join('')}`;

for (const [what, text, expected] of [
  ['brackets without end', '['.repeat(100_000), ['too-deep']],
  ['maps without end', '{a: '.repeat(50_000), ['too-deep']],
  ['dashes without end', '- '.repeat(100_000), ['too-deep']],
  ['questions without end', '? '.repeat(50_000), ['too-deep']],
  [
    'aliases of aliases',
    letters
      .map((name, index) => `${name}: &${name} ${index === 0 ? 'x' : tenTimes(letters[index - 1] ?? '')}`)
      .join('\n'),
    ['too-many-aliases'],
  ],
  [
    'merge keys of a large map',
    `a: &a {${Array.from({ length: 1_000 }, (_, index) => `k${index}: 1`).join(', ')}}\nb:\n${'  - {<<: *a}\n'.repeat(1_000)}`,
    ['too-many-aliases'],
  ],
  ['a document of four million letters', 'a'.repeat(4_000_000), ['document-too-large']],
  ['a document of a million values', `[${'1,'.repeat(1_000_000)}]`, ['document-too-large']],
  ['a file of zeros', '\0'.repeat(1_000_000), ['not-text']],
  ['a file beyond the limit', ' '.repeat(maximumFileLength + 1), ['file-too-large']],
  ['a pod of a thousand containers', podOf(1_000), ['too-many-containers']],
  ['a pod of many containers that can be simulated', podOf(64), []],
  ['a hundred thousand empty documents', '---\n'.repeat(100_000), []],
] as const) {
  test(`${what}: refused with one word, in bounded time and memory`, () => {
    expect(codes(text)).toEqual(expected);
  });
}

test('what stands beside a refused document is read', () => {
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: b}]}\n';
  const { workloads } = readManifests(`${'['.repeat(10_000)}\n---\n${pod}`, { file: '-' });
  expect(workloads).toHaveLength(1);
});

test('of a line without end only the beginning is shown', () => {
  const { lineText } = readManifests(`a: ${'x'.repeat(100_000)}`, { file: '-' });
  expect(lineText(1)?.length).toBe(20_000);
});

test('a command of a megabyte is one of which nothing is known', () => {
  expect(readShell(['sh', '-c', 'sleep 1; '.repeat(100_000)])).toMatchObject({ kind: 'opaque', maxMs: null });
});
