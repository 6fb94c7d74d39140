import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { runCaptured } from '../testing/captured-io.ts';
import type { Captured } from '../testing/captured-io.ts';

const samples = fileURLToPath(new URL('../../samples', import.meta.url));
const SMALL = [
  '--runs',
  '2',
  '--sweep-limit',
  '6',
  '--property',
  'prestop-completes',
  '--property',
  'exits-before-sigkill',
];
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-report-'));
  for (const name of ['vault', 'memcached', 'linkerd-proxy'])
    copyFileSync(join(samples, `${name}.yaml`), join(folder, `${name}.yaml`));
  writeFileSync(join(folder, 'two.yaml'), '<b>&');
  writeFileSync(
    join(folder, 'two.yaml'),
    ['one', '"<script>alert(1)</script>"']
      .map(
        (name) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: app, image: a}]}\n`,
      )
      .join('---\n'),
  );
  expect(
    (
      await simlet(
        'check',
        'vault.yaml',
        'memcached.yaml',
        'linkerd-proxy.yaml',
        ...SMALL,
        '--reporter',
        'json=whole.json',
      )
    ).code,
  ).toBe(EXIT.broken);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function simlet(...words: readonly string[]): Promise<Captured> {
  return runCaptured(words, { cwd: folder });
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

test('the shards of a check, merged, are the check in one piece, in whatever order they come', async () => {
  for (const shard of ['1/2', '2/2']) {
    const words = ['vault.yaml', 'memcached.yaml', 'linkerd-proxy.yaml', ...SMALL, '--shard', shard];
    await simlet('check', ...words, '--reporter', `json=${shard[0] ?? ''}.json`);
  }
  const { code, out } = await simlet('merge', '2.json', '1.json', '--json');
  expect(code).toBe(EXIT.broken);
  expect(out).toBe(read('whole.json'));
  expect(await simlet('merge', '1.json')).toMatchObject({ code: EXIT.usage, err: expect.stringContaining('2/2') });
});

test('a shard that no workload falls to is no failure', async () => {
  expect((await simlet('check', 'vault.yaml', ...SMALL, '--shard', '2/2')).code).toBe(EXIT.held);
});

test('a saved result becomes a page, and every other form', async () => {
  const { code, err } = await simlet('report', 'whole.json', '--reporter', 'junit=j.xml', '-o', 'page.html');
  expect({ code, err }).toEqual({ code: EXIT.held, err: ' wrote page.html\n' });
  expect(read('j.xml')).toContain('SIGTERM to memcached');
  const { out } = await simlet('report', 'whole.json', '--reporter', 'lines');
  expect(out).toContain('memcached.yaml:28:17: broken: prestop-completes');
});

test('the page needs nothing from elsewhere, leads to each counter-example, and its script can be read', () => {
  const page = read('page.html');
  expect(page).not.toMatch(/(?:src|href)="(?!#)/u);
  const ids = [...page.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of page.matchAll(/href="#([^"]+)"/gu)) expect(ids).toContain(target);
  expect(page).toContain('<tr class="Warning" data-time=');
  const [, script = ''] = /<script>(.*)<\/script>/su.exec(page) ?? [];
  expect(() => new Script(script)).not.toThrow();
});

test('names with markup stay text', async () => {
  const words = [
    'check',
    'two.yaml',
    '--runs',
    '1',
    '--no-faults',
    '--property',
    'deleted-pod-gone',
    '--reporter',
    'html=p.html',
  ];
  await simlet(...words);
  expect(read('p.html')).not.toContain('<script>alert');
});

test.each([
  ['nosuch.json', 'no such file'],
  ['vault.yaml', 'is no JSON'],
  ['other.json', 'is no simlet.result/1'],
])('%s is no result', async (name, said) => {
  writeFileSync(join(folder, 'other.json'), '{}');
  const { code, err } = await simlet('report', name);
  expect(code).toBe(EXIT.input);
  expect(err).toContain(said);
});
