import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factsText } from './fact-text.ts';
import { sweep, tallyWorld } from './testing/tally.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
const example = readFileSync(join(import.meta.dirname, 'testing', 'tally.ts'), 'utf8');

/** The contents of the fenced blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );
}

describe('the README of the kernel', () => {
  it('shows the code of the example, piece by piece and whole', () => {
    expect(blocks('ts').join('\n')).toBe(example.replaceAll("'../index.ts'", "'@simlet/core'"));
  });

  it('shows what the example finds and how the found run goes', () => {
    const found = { name: 'link.lose/server/client', occurrence: 0, outcome: 1 };
    const texts = [
      factsText(tallyWorld([]).facts()),
      sweep()
        .map((line) => `${line}\n`)
        .join(''),
      factsText(tallyWorld([found]).facts()),
    ];
    expect(blocks('text')).toEqual(texts);
  });
});
