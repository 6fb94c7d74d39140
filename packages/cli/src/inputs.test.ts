import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readInputs } from './inputs.ts';
import type { Io } from './io.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-inputs-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function io(standardInput = ''): Io {
  return {
    out: () => undefined,
    err: () => undefined,
    readStandardInput: () => Promise.resolve(new TextEncoder().encode(standardInput)),
    cwd: folder,
    env: {},
    outIsTerminal: false,
    columns: undefined,
  };
}

test('a folder stands for the YAML and JSON files below it, in order of their names', async () => {
  mkdirSync(join(folder, 'sub', 'node_modules'), { recursive: true });
  for (const name of ['b.yaml', 'a.yml', 'c.json', 'd.txt', 'sub/e.yaml', 'sub/node_modules/f.yaml']) {
    writeFileSync(join(folder, name), name);
  }
  const { inputs, problems } = await readInputs(['.'], io());
  expect(inputs.map(({ name, text }) => [name, text])).toEqual([
    ['a.yml', 'a.yml'],
    ['b.yaml', 'b.yaml'],
    ['c.json', 'c.json'],
    [join('sub', 'e.yaml'), 'sub/e.yaml'],
  ]);
  expect(problems).toEqual([]);
});

test('a file that is named is read whatever its extension is', async () => {
  writeFileSync(join(folder, 'manifest'), 'kind: Pod');
  expect((await readInputs(['manifest'], io())).inputs).toMatchObject([
    { name: 'manifest', text: 'kind: Pod', named: true },
  ]);
});

test('a dash stands for standard input', async () => {
  expect((await readInputs(['-'], io('kind: Pod'))).inputs).toEqual([{ name: '-', text: 'kind: Pod', named: true }]);
});

test('what does not exist is a problem with a reason, and the rest is read', async () => {
  writeFileSync(join(folder, 'a.yaml'), 'a');
  const { inputs, problems } = await readInputs(['nowhere.yaml', 'a.yaml'], io());
  expect(inputs).toHaveLength(1);
  expect(problems).toEqual([{ name: 'nowhere.yaml', message: 'no such file or folder' }]);
});

test('a link to a folder above does not lead into a circle', async () => {
  mkdirSync(join(folder, 'sub'));
  symlinkSync(folder, join(folder, 'sub', 'up'));
  writeFileSync(join(folder, 'a.yaml'), 'a');
  expect((await readInputs(['.'], io())).inputs).toHaveLength(1);
});

test('texts in UTF-16 with a byte order mark are read', async () => {
  writeFileSync(join(folder, 'a.yaml'), Buffer.from('\uFEFFkind: Pod', 'utf16le'));
  const { inputs } = await readInputs(['a.yaml'], io());
  expect(inputs[0]?.text).toContain('kind: Pod');
});

test('what is named twice, or lies in a folder that is named as well, is read once', async () => {
  writeFileSync(join(folder, 'a.yaml'), 'a');
  const { inputs } = await readInputs(['.', 'a.yaml', './a.yaml', '-', '-'], io('b'));
  expect(inputs.map(({ name, text, named }) => [name, text, named])).toEqual([
    ['a.yaml', 'a', true],
    ['-', 'b', true],
  ]);
});
