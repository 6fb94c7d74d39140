import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsText } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { run, simulate, withGuards } from './index.ts';
import { chargesWorld, sweep } from './testing/charges.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
const example = readFileSync(join(import.meta.dirname, 'testing', 'charges.ts'), 'utf8');

/** The contents of the fenced blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  );
}

async function textOf(deviations: readonly Deviation[]): Promise<string> {
  const world = chargesWorld(deviations);
  await run(world);
  return factsText(world.facts());
}

describe('the README of guests', () => {
  it('shows the code of the example, piece by piece and whole', () => {
    expect(blocks('ts').join('\n')).toBe(example.replaceAll("'../index.ts'", "'@simlet/guest'"));
  });

  it('shows what the example finds and how the found run goes', async () => {
    const found = { name: 'link.lose/bank/shop', occurrence: 0, outcome: 1 };
    const lines = await simulate(() => withGuards(sweep));
    expect(blocks('text')).toEqual([await textOf([]), `${lines.join('\n')}\n`, await textOf([found])]);
  });
});
