import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { root, typescriptFiles } from './typescript-files.ts';

const page = readFileSync(join(root, 'docs/fidelity.md'), 'utf8');
const files = new Set(
  ['kubelet', 'cluster', 'properties']
    .flatMap((name) => typescriptFiles(`packages/${name}/src`))
    .map((path) => basename(path)),
);
const cases = new Set(
  readFileSync(join(root, 'packages/cluster/conformance/named.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly scenario: { readonly id: string } }).scenario.id),
);

/** Rows of the tables of rules: cells in the order rule, what, source, ours, held by, missing. */
const rows = page
  .split('\n')
  .map((line) => line.split('|').slice(1, -1))
  .filter((cells) => cells.length === 6 && cells[0]?.trim() !== 'rule' && !/^[ -]*$/.test(cells[0] ?? ''));
const quoted = (text: string | undefined): readonly string[] =>
  [...(text ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

test('each rule names files of ours that exist', () => {
  expect(rows.length).toBeGreaterThan(90);
  const unknown = rows.flatMap((cells) => quoted(cells[3])).filter((name) => !files.has(name));
  expect(unknown).toEqual([]);
});

test('each rule is held by tests, stories and recorded cases that exist', () => {
  const unknown = rows
    .flatMap((cells) => quoted(cells[4]))
    .filter((name) => {
      if (name === 'generated') return false;
      if (name.endsWith('.ts')) return !files.has(name);
      if (name.endsWith('.txt')) return !existsSync(join(root, 'packages/cluster/stories', name));
      return !cases.has(name);
    });
  expect(unknown).toEqual([]);
});
