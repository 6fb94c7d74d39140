import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import type { CheckResult } from '../report/result.ts';
import { runCaptured } from '../testing/captured-io.ts';

// Whatever prints a line to be pasted: it is pasted.
const sample = (name: string): string => readFileSync(new URL(`../../samples/${name}.yaml`, import.meta.url), 'utf8');
const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
const written = new Map<string, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simlet lines '));
  const file = "it's two.yaml";
  writeFileSync(join(folder, file), `${sample('memcached')}\n---\n${sample('vault')}`);
  const reporters = REPORTER_NAMES.flatMap((name) => ['--reporter', `${name}=${name}`]);
  const size = ['--runs', '20', '--sweep-limit', '100', '--idempotent', 'no', '--verbose'];
  const checked = await runCaptured(['check', file, ...size, ...reporters], { cwd: folder });
  expect(checked.code).toBe(EXIT.broken);
  for (const name of REPORTER_NAMES) written.set(name, unescaped(readFileSync(join(folder, name), 'utf8')));
  const campaign = ['explore', file, '--runs', '10', '--sweep-limit', '4', '--workers', '0', '--quiet'];
  written.set('explore', (await runCaptured(campaign, { cwd: folder })).out);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** As a reader of any of the forms sees it. */
function unescaped(text: string): string {
  const signs = {
    '&apos;': "'",
    '&quot;': '"',
    '&lt;': '<',
    '&gt;': '>',
    '&#39;': "'",
    '%0A': '\n',
    '%25': '%',
    '&amp;': '&',
  };
  return Object.entries(signs)
    .reduce((read, [sign, meant]) => read.replaceAll(sign, meant), text)
    .replaceAll('\\n', '\n')
    .replaceAll('\\"', '"')
    .replaceAll('\\\\', '\\');
}

function linesIn(text: string): readonly string[] {
  const found = text.match(
    /(?<=npx simlet )(?:replay|explain|diff) (?:'(?:[^']|'\\'')*'|[^\s<`"'])+(?: (?:'(?:[^']|'\\'')*'|[^\s<`"'])+)*/gu,
  );
  return [...new Set(found)];
}

/** The words of a line as a shell reads them. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|\\'|[^\s'\\])+/gu) ?? [];
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|\\'/gu, (whole, inside: string | undefined) => inside ?? (whole === "\\'" ? "'" : '')),
  );
}

test.each([...REPORTER_NAMES.filter((name) => name !== 'dots' && name !== 'lines'), 'explore'])(
  'each line that %s prints works when it is pasted',
  async (name) => {
    const lines = linesIn(written.get(name) ?? '').flatMap((line) =>
      line.includes('CAUSE') ? [line.replace('CAUSE', 'drain')] : [line],
    );
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const { code, out, err } = await runCaptured([...wordsOf(line)], { cwd: folder, columns: 160 });
      expect([EXIT.held, EXIT.broken], `${line}\n${err}`).toContain(code);
      if (line.includes('--digest')) expect(out).toContain('identical to the recorded run');
    }
  },
  120_000,
);

test('each cell of the stop table can be made again', async () => {
  const result = JSON.parse(readFileSync(join(folder, 'json'), 'utf8')) as CheckResult;
  const lines = result.workloads.flatMap(({ stopTable }) => stopTable.flatMap(({ cell }) => cell?.replay ?? []));
  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) {
    const { out } = await runCaptured([...wordsOf(line.replace('npx simlet ', ''))], { cwd: folder, columns: 160 });
    expect(out, line).toContain('identical to the recorded run');
  }
});

test('where the command was started elsewhere, the line says so', async () => {
  const flags = ['--cwd', folder, '--runs', '0', '--sweep-limit', '1', '--property', 'prestop-completes'];
  const { out } = await runCaptured(['check', ...flags, '--workload', 'StatefulSet/memcached'], { cwd: root });
  const [line = ''] = linesIn(out);
  const again = await runCaptured([...wordsOf(line)], { cwd: root, columns: 160 });
  expect(again.out, line).toContain('identical to the recorded run');
});
