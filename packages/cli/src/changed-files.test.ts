import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT } from './exit-code.ts';
import { runCaptured } from './testing/captured-io.ts';
import type { Captured } from './testing/captured-io.ts';

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: app, image: web:1}]}\n`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-changed-'));
  writeFileSync(join(folder, 'one.yaml'), pod('one'));
  writeFileSync(join(folder, 'two.yaml'), pod('two'));
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'first');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function git(...words: readonly string[]): void {
  execFileSync('git', [...words], { cwd: folder, stdio: 'ignore' });
}

function changed(...words: readonly string[]): Promise<Captured> {
  const small = ['--runs', '1', '--no-faults', '--property', 'deleted-pod-gone', '--json'];
  return runCaptured(['check', '--changed', ...words, ...small], { cwd: folder });
}

function names({ out }: Captured): readonly string[] {
  return (JSON.parse(out) as { readonly workloads: readonly { readonly name: string }[] }).workloads.map(
    ({ name }) => name,
  );
}

test('where nothing has changed there is nothing to do, which is no failure', async () => {
  const { code, err } = await changed();
  expect({ code, err }).toEqual({ code: EXIT.held, err: ' none of 2 files has changed\n' });
});

test('only what has changed since the commit is checked, and what git does not know yet', async () => {
  writeFileSync(join(folder, 'two.yaml'), `${pod('two')}# changed\n`);
  writeFileSync(join(folder, 'three.yaml'), pod('three'));
  expect(names(await changed())).toEqual(['three', 'two']);
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qam', 'second');
  expect(names(await changed())).toEqual(['three']);
  expect(names(await changed('HEAD~1'))).toEqual(['three', 'two']);
});

test('a commit that is none is a usage error', async () => {
  expect(await changed('nosuch')).toMatchObject({ code: EXIT.usage });
  expect(await changed('--output=x')).toMatchObject({ code: EXIT.usage });
});
