import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';

// Whole command lines with their worker threads: in processes of their own, from the build.
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'bin/simlet.js');
// Below the package, so that the model of the tests finds the libraries.
const scratch = join(root, '.scratch');
let cwd = '';

beforeAll(() => {
  mkdirSync(scratch, { recursive: true });
  cwd = mkdtempSync(join(scratch, 'explore-'));
  cpSync(join(root, 'src/testing/lock.mjs'), join(cwd, 'lock.mjs'));
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line; `stop` is given what sends the process a signal. */
function simlet(words: readonly string[], stop?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  stop?.((signal) => child.kill(signal));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

interface CampaignJson {
  readonly complete: boolean;
  readonly digest: string;
  readonly runs: number;
  readonly strategies: readonly { readonly strategy: string; readonly runs: number; readonly newStates: number }[];
  readonly findings: readonly { readonly property: string; readonly faults: string; readonly file: string }[];
  readonly gaps: readonly { readonly missed: readonly string[] }[];
}

/** What a campaign came to, without what depends on the machine. */
function resultIn({ out }: Ended): CampaignJson {
  const { complete, digest, runs, strategies, findings, gaps } = JSON.parse(out) as CampaignJson;
  const counts = strategies.map(({ strategy, runs: made, newStates }) => ({ strategy, runs: made, newStates }));
  const found = findings.map(({ property, faults, file }) => ({
    property,
    faults,
    file: file.split('/').at(-1) ?? '',
  }));
  return { complete, digest, runs, strategies: counts, findings: found, gaps };
}

/** A campaign of its own corpus, so that no test learns of another. */
function campaign(name: string, ...words: readonly string[]): readonly string[] {
  return [
    'explore',
    'lock.mjs',
    '--runs',
    '3000',
    '--campaign-dir',
    name,
    '--corpus',
    `${name}-corpus`,
    '--json',
    ...words,
  ];
}

let whole: CampaignJson;

test('a model of the user’s own is explored, its failure shrunk, kept and replayed', async () => {
  const ended = await simlet(campaign('whole', '--workers', '2'));
  whole = resultIn(ended);
  expect(ended.code).toBe(EXIT.broken);
  expect(whole.complete).toBe(true);
  expect(whole.findings.map(({ property, faults }) => [property, faults.split('; ').length])).toEqual([
    ['one-holder', 2],
  ]);
  expect(whole.gaps).toMatchObject([{ missed: ['the server crashed'] }]);
  const replayed = await simlet(['replay', join('whole', 'failures', whole.findings[0]?.file ?? '')]);
  expect(replayed.code).toBe(EXIT.broken);
  expect(replayed.out).toContain('identical to the recorded run');
  expect(replayed.out).toContain('one-holder: two begins at');
});

test('one worker, and no worker at all, come to the same', async () => {
  expect(resultIn(await simlet(campaign('one', '--workers', '1')))).toEqual(whole);
  expect(resultIn(await simlet(campaign('none', '--workers', '0')))).toEqual(whole);
});

test('a campaign that was killed goes on to the end that it would have come to', async () => {
  let kill: (() => void) | undefined;
  const slices = (): number => {
    const path = join(cwd, 'killed/slices.jsonl');
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
  };
  const watching = setInterval(() => {
    if (slices() >= 3) kill?.();
  }, 5);
  const killed = await simlet(campaign('killed', '--workers', '2'), (signal) => {
    kill = () => signal('SIGKILL');
  });
  clearInterval(watching);
  expect(killed.code).toBe(null);
  // Cut off in the middle of a line, at that.
  writeFileSync(join(cwd, 'killed/slices.jsonl'), '{"index":7,"subj', { flag: 'a' });
  const before = slices();
  const resumed = await simlet([
    'explore',
    '--resume',
    '--campaign-dir',
    'killed',
    '--corpus',
    'killed-corpus',
    '--json',
  ]);
  expect(resultIn(resumed)).toEqual(whole);
  expect(slices()).toBeGreaterThan(before);
});

test('an interrupted campaign says what it found, and how to go on', async () => {
  const interrupted = await simlet(
    ['explore', 'lock.mjs', '--time', '10m', '--corpus', 'interrupted-corpus'],
    (kill) => {
      const watching = setInterval(() => {
        const folder = join(cwd, '.simlet/campaigns');
        const [id] = existsSync(folder) ? readdirSync(folder) : [];
        if (id === undefined || readFileSync(join(folder, id, 'slices.jsonl'), 'utf8') === '') return;
        clearInterval(watching);
        kill('SIGINT');
      }, 20);
    },
  );
  expect(interrupted.code).toBe(EXIT.interrupted);
  expect(interrupted.err).toMatch(/Resume {4}npx simlet explore --resume [0-9a-f]{8}/u);
  expect(interrupted.out).toContain('not complete');
});

test('shards merged are the campaign in one piece', async () => {
  for (const shard of ['1/3', '2/3', '3/3']) {
    await simlet(campaign(`shard-${shard[0] ?? ''}`, '--shard', shard, '--workers', '1'));
  }
  const folders = ['shard-1', 'shard-2', 'shard-3'];
  const merged = await simlet(['merge', ...folders, '--corpus', 'merged-corpus', '--json']);
  expect(merged.code).toBe(EXIT.broken);
  expect(resultIn(merged)).toEqual(whole);
  const two = await simlet(['merge', ...folders.slice(1), '--corpus', 'merged-corpus']);
  expect(two.err).toContain('missing 1/3');
});

test('what failed once is run before anything else the next time', async () => {
  const words = ['explore', 'lock.mjs', '--runs', '0', '--campaign-dir', 'again', '--corpus', 'whole-corpus', '--json'];
  const again = await simlet(words);
  const { strategies, findings } = resultIn(again);
  expect(strategies[0]).toMatchObject({ strategy: 'corpus', runs: 1 });
  expect(findings).toEqual(whole.findings);
});

test('a replay that is another run says which fact is the first to differ, and ends with 5', async () => {
  const file = join(cwd, 'whole/failures', whole.findings[0]?.file ?? '');
  const failure = JSON.parse(readFileSync(file, 'utf8')) as { facts: string[] };
  const facts = failure.facts.map((fact, index) => (index === 1 ? '9.000000 one/main other' : fact));
  writeFileSync(join(cwd, 'other.json'), JSON.stringify({ ...failure, facts, digest: '0123456789abcdef' }));
  const { code, out } = await simlet(['replay', 'other.json']);
  expect(code).toBe(EXIT.notReproduced);
  expect(out).toContain('First difference at fact 2; recorded with simlet');
  expect(out).toContain('recorded   9.000000 one/main other');
});

test('a small model is searched through, and what that proves is said', async () => {
  const broken = await simlet(['explore', 'lock.mjs', '--exhaust', '2']);
  expect(broken.code).toBe(EXIT.broken);
  expect(broken.out).toContain('one-holder: two begins at');
  writeFileSync(join(cwd, 'mended.mjs'), "export { mended as model } from './lock.mjs';\n");
  const mended = await simlet(['explore', 'mended.mjs', '--exhaust', '1', '--ascii']);
  expect(mended.out.replaceAll(/\s+/gu, ' ')).toMatch(/no single deviation breaks this \(\d+ runs/u);
  expect(mended.code).toBe(EXIT.held);
});

test.each([
  [['explore', 'lock.mjs', '--shard', '4/3'], 'expected k/n'],
  [['explore', 'lock.mjs', '--strategy', 'swam'], 'swarm'],
  [['explore', 'lock.mjs', '--resume'], 'leave out the paths'],
  [['explore', '--resume', '00000000'], 'no campaign there'],
  [['explore', 'nowhere.mjs'], 'nowhere.mjs'],
  [['explore', 'lock.mjs', '--runs', '7', '--campaign-dir', 'whole'], 'another campaign is there'],
])('%s is refused with a reason', async (words, reason) => {
  const { code, err } = await simlet(words);
  expect([EXIT.usage, EXIT.input]).toContain(code);
  expect(err).toContain(reason);
});

const TWO_CONTAINERS = `kind: Pod
apiVersion: v1
metadata: { name: web }
spec:
  containers:
    - { name: app, image: 'nginx:1.27', lifecycle: { preStop: { sleep: { seconds: 5 } } } }
    - { name: proxy, image: 'envoyproxy/envoy:v1.31' }
`;

test('who goes first at one instant is a decision of a search, and of a replay that is told so', async () => {
  writeFileSync(join(cwd, 'two.yaml'), TWO_CONTAINERS);
  const exhaust = ['explore', 'two.yaml', '--exhaust', '1', '--property', 'prestop-delivered'];
  expect((await simlet(exhaust)).out).toMatch(/all outcomes of \d+\s+decisions/u);
  expect((await simlet([...exhaust, '--no-ties'])).out).not.toContain('all outcomes of');
  const replay = ['replay', 'two.yaml', '--json'];
  const digestOf = ({ out }: Ended): string => (JSON.parse(out) as { readonly digest: string }).digest;
  const usual = digestOf(await simlet(replay));
  expect(usual).not.toBe('');
  expect(digestOf(await simlet([...replay, '--ties']))).toBe(usual);
});
