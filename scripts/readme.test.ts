import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleExample, consoleExamples, matchesOutput } from './console-examples.ts';
import { root } from './typescript-files.ts';

// Each block of a page that is fenced as `console` is run as written, in the root of the project.
const documents = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'CONTRIBUTING.md', ...documents.map((name) => `docs/${name}`)];
const main = join(root, 'packages', 'cli', 'dist', 'main.js');
let bin = '';

beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'simlet-readme-'));
  writeFileSync(join(bin, 'simlet'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, { mode: 0o755 });
});

afterAll(() => {
  rmSync(bin, { recursive: true, force: true });
});

/** Puts what a command prints in place of what the page shows; an ellipsis has to be written by hand. */
function renew(page: string, output: string, printed: string): void {
  const text = readFileSync(join(root, page), 'utf8');
  expect(output.split('\n'), 'an output with an ellipsis is renewed by hand').not.toContain('…');
  expect(text.split(output)).toHaveLength(2);
  writeFileSync(
    join(root, page),
    text.replace(output, () => printed),
  );
}

function examplesOf(page: string): readonly ConsoleExample[] {
  const path = join(root, page);
  return existsSync(path) ? consoleExamples(readFileSync(path, 'utf8')) : [];
}

test('README.md shows what commands print', () => {
  expect(examplesOf('README.md').length).toBeGreaterThan(0);
});

const pagesWithExamples = pages.filter((page) => examplesOf(page).length > 0);

describe.each(pagesWithExamples)('the examples of %s', (page) => {
  test.each(examplesOf(page))('line $line: $command', ({ command, output }) => {
    const { CI: _ci, GITHUB_ACTIONS: _actions, FORCE_COLOR: _color, ...surroundings } = process.env;
    const result = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...surroundings,
        NO_COLOR: '1',
        SIMLET_PROGRESS: 'never',
        PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      },
    });
    const printed = result.stdout.trimEnd();
    if (process.env['RENEW_EXAMPLES'] === '1' && !matchesOutput(output, printed)) renew(page, output, printed);
    // Written so that a failure shows both texts.
    else expect(matchesOutput(output, printed) ? output : printed).toBe(output);
  });
});
