import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { invariants } from './invariants.ts';
import { marks } from './marks.ts';
import { promises } from './promises.ts';

const catalogue = readFileSync(join(import.meta.dirname, '../../../docs/properties.md'), 'utf8').split('\n');

/** The cells of the table row that begins with an id. */
function rows(id: string): readonly (readonly string[])[] {
  return catalogue
    .filter((line) => line.startsWith(`| \`${id}\` |`))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test('docs/properties.md has a row for each invariant, as the code has it', () => {
  for (const { id, sentence, kind, source } of invariants) {
    expect(rows(id)).toContainEqual([`\`${id}\``, sentence, kind, source]);
  }
});

test('docs/properties.md has a row for each promise, as the code has it', () => {
  for (const { id, sentence, kind, standing, source } of promises) {
    expect(rows(id)).toContainEqual([`\`${id}\``, sentence, kind, standing === 'kubernetes' ? 'kept' : '', source]);
  }
});

test('docs/properties.md lists each mark, and nothing that is gone', () => {
  expect(
    catalogue.filter((line) => line.startsWith('- ') && marks.some(({ name }) => line === `- ${name}`)).length,
  ).toBe(marks.length);
  const ids = catalogue.flatMap((line) => /^\| `([^`]+)` \|/.exec(line)?.[1] ?? []);
  const known = new Set([...invariants, ...promises].map(({ id }) => id));
  expect(ids.filter((id) => !known.has(id))).toEqual([]);
});
