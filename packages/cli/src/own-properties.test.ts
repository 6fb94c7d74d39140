import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT } from './exit-code.ts';
import { runCaptured } from './testing/captured-io.ts';
import type { Captured } from './testing/captured-io.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: app, image: web:1, lifecycle: {preStop: {sleep: {seconds: 5}}}}]}
`;
const MODULE = `export const properties = ({ always, kept, broken }) => [
  always({ id: 'short-hooks', sentence: 'A PreStop hook takes at most two seconds.' }, ['hook'], (fact) =>
    fact.phase === 'end' && fact.durMs > 2000 ? broken('web', fact.container, 'it takes ' + fact.durMs + ' ms') : kept),
];
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-own-'));
  writeFileSync(join(folder, 'pod.yaml'), POD);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function simlet(...words: readonly string[]): Promise<Captured> {
  return runCaptured(words, { cwd: folder });
}

const SMALL = ['--runs', '1', '--sweep-limit', '1', '--no-faults', '--reporter', 'lines'];

test('properties of simlet.config.mjs are judged beside the others, also in folders below it', async () => {
  writeFileSync(join(folder, 'simlet.config.mjs'), MODULE);
  mkdirSync(join(folder, 'deep'));
  const { code, out } = await simlet('check', '../pod.yaml', '--cwd', 'deep', ...SMALL);
  expect(code).toBe(EXIT.broken);
  expect(out).toContain('broken: short-hooks (Pod/web): it takes');
  expect((await simlet('list', 'properties')).out).toContain('A PreStop hook takes at most two seconds.');
  expect((await simlet('explain', 'short-hooks')).out).toContain('simlet.config.mjs');
  expect((await simlet('replay', 'pod.yaml')).out).toContain('short-hooks');
  expect((await simlet('explore', 'pod.yaml', '--runs', '1', '--workers', '0', '--quiet')).out).toContain(
    'short-hooks',
  );
});

test.each([
  ['export const properties = 5', 'export const properties ='],
  ['export const properties = [{}]', 'an id such as'],
  [`export const properties = [{ id: 'a', sentence: 'b' }]`, 'build it with always'],
  ['nonsense(', 'own.mjs: '],
  [MODULE.replace('short-hooks', 'prestop-once'), 'of that name already'],
  [MODULE.replace('fact.phase', 'fact.no.phase'), 'short-hooks throws: '],
])('%j is an error of the user, with the file', async (text, said) => {
  writeFileSync(join(folder, 'own.mjs'), text);
  const { code, err } = await simlet('check', 'pod.yaml', '--own-properties', 'own.mjs', ...SMALL);
  expect(code).toBe(EXIT.usage);
  expect(err).toContain('own.mjs');
  expect(err).toContain(said);
});
