import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { again, asProperty, explored, proved } from './testing/work-queue-found.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/your-own-model.md'), 'utf8');

/** The contents of the fenced blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );
}

function source(name: string): string {
  const text = readFileSync(join(import.meta.dirname, 'testing', name), 'utf8');
  return text.replaceAll("'../index.ts'", "'@simlet/explorer'");
}

test('the page on models of your own shows the code of the example, piece by piece and whole', () => {
  expect(blocks('ts').join('\n')).toBe(`${source('work-queue.ts')}\n${source('work-queue-found.ts')}`);
});

test('it shows what the example finds', () => {
  const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');
  expect(blocks('text')).toEqual([lines([asProperty()]), lines(explored()), lines([proved()])]);
  expect(again()).toBe(true);
});
