import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseScenario, runScenario, toScenario, toTrace, type TraceEntry } from '@simlet/cluster';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conform, type ConformOptions } from './conform.ts';

const scenario: CaseScenario = {
  id: 'one-container',
  title: 'A pod of one container',
  pods: [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: { containers: [{ name: 'main', image: 'img-main:1' }] },
    },
  ],
  actions: [
    { atMs: 2000, op: 'create', pod: 'p' },
    { atMs: 9000, op: 'delete', pod: 'p' },
  ],
  untilMs: 20_000,
};
const { facts } = runScenario(toScenario({ scenario, trace: [] }), { facts: 'keep' });
const trace = toTrace(facts, scenario.untilMs);
const shifted = trace.map((entry): TraceEntry => (entry.kind === 'signal' ? { ...entry, tMs: entry.tMs + 1 } : entry));
const matching = JSON.stringify({ scenario, trace });
const differing = JSON.stringify({ scenario: { ...scenario, id: 'shifted' }, trace: shifted });

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-conform-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function run(
  options: ConformOptions,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), columns: 160 };
  return { code: await conform(options, io), out, err };
}

describe('simlet conform', () => {
  test('the model leaves signals in this world, so that a shifted one is a difference', () => {
    expect(trace.some((entry) => entry.kind === 'signal')).toBe(true);
  });

  test('counts the cases that match, for each file and in all, and succeeds only if all do', async () => {
    const all = await run({ files: [file('a.json', matching), file('b.jsonl', `${matching}\n\n${matching}\n`)] });
    expect(all.code).toBe(0);
    expect(all.out.split('\n').filter((line) => line.includes('match'))).toEqual([
      `${join(folder, 'a.json')}: 1 of 1 cases match`,
      `${join(folder, 'b.jsonl')}: 2 of 2 cases match`,
      'conform: 3 of 3 cases match',
    ]);
    const some = await run({ files: [file('c.jsonl', `${matching}\n${differing}\n`)] });
    expect(some.code).toBe(1);
    expect(some.out.trimEnd().split('\n').at(-1)).toBe('conform: 1 of 2 cases match');
  });

  test('a folder stands for the case files in it', async () => {
    file('a.json', matching);
    file('b.jsonl', matching);
    file('README.md', 'not a case');
    const { code, out } = await run({ files: [folder] });
    expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([0, 'conform: 2 of 2 cases match']);
  });

  test('writes a line of JSON for each case', async () => {
    const json = join(folder, 'out.jsonl');
    await run({ files: [file('c.jsonl', `${matching}\n${differing}\n`)], json });
    const lines = readFileSync(json, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => [line['id'], line['matched']])).toEqual([
      ['one-container', true],
      ['shifted', false],
    ]);
    const signalAt = trace.find((entry) => entry.kind === 'signal')?.tMs;
    expect(lines[1]?.['firstDifference']).toMatchObject({ tMs: signalAt, missing: [], extra: [{ kind: 'signal' }] });
  });

  test('names the cases that differ, or shows the traces of one side by side', async () => {
    const cases = file('c.jsonl', `${matching}\n${differing}\n`);
    expect((await run({ files: [cases], list: true })).out).toMatch(
      /^shifted: \d+ ms: extra signal SIGTERM p\/main#0$/m,
    );
    const { out } = await run({ files: [cases], diff: 'shifted' });
    expect(out).toMatch(/> signal SIGTERM p\/main#0$/m);
    expect(out).toMatch(/signal SIGTERM p\/main#0 +<$/m);
    expect((await run({ files: [cases], diff: 'one-container' })).out).toContain('both traces are equal');
  });

  test('says what is wrong with files that it cannot use, and with questions that it cannot answer', async () => {
    const absent = await run({ files: [join(folder, 'absent.json')] });
    expect([absent.code, absent.err]).toEqual([3, expect.stringContaining('absent.json: no such file or folder')]);
    const bad = await run({ files: [file('bad.jsonl', `${matching}\n{"scenario": 1}\n`)] });
    expect([bad.code, bad.err]).toEqual([3, expect.stringContaining('bad.jsonl:2: trace is not a list')]);
    expect((await run({ files: [] })).code).toBe(2);
    expect((await run({ files: [file('a.json', matching)], diff: 'nothing' })).code).toBe(2);
    expect((await run({ files: [file('empty.jsonl', '')] })).code).toBe(4);
  });
});
