import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import type { CheckResult } from '../report/result.ts';
import { runCaptured } from '../testing/captured-io.ts';
import type { Captured } from '../testing/captured-io.ts';

const cwd = fileURLToPath(new URL('../..', import.meta.url));

function simlet(words: readonly string[], input = ''): Promise<Captured> {
  return runCaptured(words, { cwd, input });
}

async function checked(
  words: readonly string[],
  input = '',
): Promise<CheckResult['workloads'][number] & { readonly code: number }> {
  const { code, out } = await simlet(['check', ...words, '--runs', '6', '--json'], input);
  const [workload] = (JSON.parse(out) as CheckResult).workloads;
  if (workload === undefined) throw new Error('no workload');
  return { ...workload, code };
}

/** The words of a printed command line, as a shell reads them, without the program. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(2);
}

test('whether a hook bears to run twice only its team can say, and what they say decides', async () => {
  const words = ['samples/vault.yaml', '--property', 'prestop-once'];
  expect(await checked(words)).toMatchObject({ code: EXIT.held, properties: [{ outcome: 'depends' }] });
  expect(await checked([...words, '--idempotent', 'no'])).toMatchObject({ code: EXIT.broken });
  const safe = await checked([...words, '--idempotent', 'yes']);
  expect(safe.properties[0]).toMatchObject({ outcome: 'not met', waived: expect.stringContaining('--idempotent yes') });
  expect((await simlet(['check', ...words, '--idempotent', 'maybe'])).code).toBe(EXIT.usage);
});

test('a row of the stop table is made again by its replay', async () => {
  const { stopTable, answers } = await checked(['samples/vault.yaml', '--sweep-limit', '10']);
  const replay = stopTable.find(({ cause }) => cause === 'eviction')?.cell?.replay ?? '';
  const { out, code } = await simlet([...wordsOf(replay), '--json']);
  expect(JSON.parse(out)).toMatchObject({ identical: true });
  expect(out).toContain('"op": "evict"');
  expect(code).toBe(EXIT.broken);
  expect(answers.find(({ question }) => question === 'who-stops-it')?.words).toContain('not on eviction');
  expect((await simlet(['replay', 'samples/vault.yaml', '--stopped-by', 'drian'])).err).toContain(
    'did you mean drain?',
  );
});

test('a hook that only sleeps may run twice', async () => {
  const { properties } = await checked(['samples/linkerd-proxy.yaml']);
  expect(properties.find(({ id }) => id === 'prestop-once')?.waived).toContain('only sleeps');
  expect(properties.find(({ id }) => id === 'prestop-completes')?.counterExample?.message).toContain(
    'needs 40 s, but is cut off after 30 s',
  );
});
