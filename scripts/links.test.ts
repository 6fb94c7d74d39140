import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './typescript-files.ts';

const foreign = new Set(['node_modules', 'dist', '.git']);

/** The files below a folder of the project, as paths from the root, without what is installed or built. */
function files(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return foreign.has(entry.name) ? [] : files(path);
    return [path];
  });
}

const texts = files('').filter((path) => /\.(?:md|ts|mjs)$/.test(path) && path !== 'scripts/links.test.ts');
const pages = texts.filter((path) => path.endsWith('.md'));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The rules that the page on fidelity has a row for: `1.3.2`, `2.2`; a row `2.2 P-1` is one of 2.2. */
const rules = new Set(
  [...read('docs/fidelity.md').matchAll(/^\| (\d[\d., ]*)/gm)].flatMap(([, cell = '']) => cell.trim().split(', ')),
);

test('links between pages lead to files that exist', () => {
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .flatMap(([, target = '']) => (target.includes('://') ? [] : [target]))
      .map((target) => ({ page, target })),
  );
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter(({ page, target }) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
});

test('files that pages and comments name by their path from the root exist', () => {
  const named = texts.flatMap((path) =>
    [...read(path).matchAll(/`((?:packages|docs|scripts)\/[\w./-]+\.(?:md|ts|mjs|jsonl|yaml|txt))`/g)].map(
      ([, target = '']) => ({ path, target }),
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  // `NNNN` stands for a number that is still to be given.
  expect(named.filter(({ target }) => !target.includes('NNNN') && !existsSync(join(root, target)))).toEqual([]);
});

test('each rule that a comment cites has a row in docs/fidelity.md', () => {
  const cited = texts
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) =>
      [...read(path).matchAll(/docs\/fidelity\.md(?:\n \*)? (\d[\d.]*\d)(?: and (\d[\d.]*\d))?/g)].flatMap(
        ([, ...found]) => found.filter((rule) => rule !== undefined).map((rule) => ({ path, rule })),
      ),
    );
  expect(cited.length).toBeGreaterThan(50);
  expect(cited.filter(({ rule }) => !rules.has(rule))).toEqual([]);
});

test('decisions are numbered without a hole', () => {
  const numbers = pages.flatMap((page) => /^docs\/decisions\/(\d{4})-/.exec(page)?.[1] ?? []).map(Number);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
});

test('nothing refers to a document that is not here', () => {
  expect(texts.filter((path) => read(path).includes('kubelet-behaviour'))).toEqual([]);
});
