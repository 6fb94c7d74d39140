import { expect, test } from 'vitest';
import type { Io } from './io.ts';
import { progressOf } from './progress.ts';

const terminal = { colour: false, unicode: true, width: 30 };

/** What is written while a job of so many steps, 100 ms each, tells its progress. */
function written(steps: number, how: Partial<Io>): readonly string[] {
  const texts: string[] = [];
  let clock = 0;
  const io: Io = {
    out() {
      throw new Error('progress is no result');
    },
    err: (text) => texts.push(text),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd: '/',
    env: {},
    outIsTerminal: false,
    columns: undefined,
    now: () => clock,
    ...how,
  };
  const progress = progressOf(io, 'check', terminal);
  for (let step = 1; step <= steps; step += 1) {
    clock += 100;
    progress.step(() => `${step} of ${steps}, \u001B[2JDeployment/with-a-long-name`);
  }
  progress.clear();
  return texts;
}

test('on a terminal a job of less than half a second shows nothing, a longer one a line in its place, and takes it away', () => {
  expect(written(4, { errIsTerminal: true })).toEqual([]);
  const frames = written(8, { errIsTerminal: true });
  expect(frames).toHaveLength(5);
  for (const frame of frames) expect(frame).toMatch(/^\r\u001B\[2K\P{Cc}{0,29}$/u);
  expect(frames.at(-1)).toBe('\r\u001B[2K');
});

test('elsewhere there is a line every 5 s that steers nothing', () => {
  for (const how of [{}, { errIsTerminal: true, env: { TERM: 'dumb' } }]) {
    expect(written(40, how)).toEqual([]);
    expect(written(110, how)).toEqual([
      'check: 5s, 50 of 110, \uFFFD[2JDeployment/with-a-long-name\n',
      'check: 10s, 100 of 110, \uFFFD[2JDeployment/with-a-long-name\n',
    ]);
  }
});

test('who asks for silence gets it', () => {
  expect(written(200, { env: { SIMLET_PROGRESS: 'never' } })).toEqual([]);
});
