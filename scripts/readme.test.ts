import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consoleExamples, matchesOutput } from './console-examples.ts';
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

describe.each(pages)('the examples of %s', (page) => {
  const path = join(root, page);
  const examples = existsSync(path) ? consoleExamples(readFileSync(path, 'utf8')) : [];

  test.runIf(page === 'README.md')('are there', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  test.each(examples)('line $line: $command', { timeout: 60_000 }, ({ command, output }) => {
    const { CI: _ci, GITHUB_ACTIONS: _actions, FORCE_COLOR: _color, ...surroundings } = process.env;
    const result = spawnSync('sh', ['-c', `{ ${command}\n} 2>&1`], {
      cwd: root,
      encoding: 'utf8',
      env: { ...surroundings, NO_COLOR: '1', PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
    });
    const printed = result.stdout.trimEnd();
    // Written so that a failure shows both texts.
    expect(matchesOutput(output, printed) ? output : printed).toBe(output);
  });
});
