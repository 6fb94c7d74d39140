import { expect, test } from 'vitest';
import { linesOf, panelOn } from './panel.ts';
import type { Standing } from './panel.ts';

const ASCII = { colour: false, unicode: false, width: 60 };
const HALF: Standing = {
  runs: 118_402,
  states: 160,
  failures: 2,
  share: 0.5,
  elapsed: 87_000,
  sinceNew: 21_000,
  paused: false,
};

test('the panel says how far a campaign is, how fast, and which keys there are', () => {
  expect(linesOf(HALF, ASCII, true)).toEqual([
    ` ${'#'.repeat(22)}${'.'.repeat(22)}   50 %  1:27`,
    ' runs      118,402   1,361/s      states 160      failures 2',
    ' new       last new state 21 s ago',
    ' i status   p pause   q finish',
  ]);
  expect(linesOf({ ...HALF, share: undefined, paused: true }, ASCII, true).join('\n')).toMatch(
    /^ 1:27\n.*paused.*p go on/su,
  );
});

test('it is drawn only after a while, not too often, and taken away as a whole', () => {
  let written = '';
  const io = {
    out: () => undefined,
    err: (text: string) => {
      written += text;
    },
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    cwd: '.',
    env: {},
    outIsTerminal: true,
    columns: 60,
  };
  const panel = panelOn(io, ASCII, false);
  panel.draw({ ...HALF, elapsed: 100 });
  expect(written).toBe('');
  panel.draw({ ...HALF, elapsed: 600 });
  panel.draw({ ...HALF, elapsed: 650 });
  expect(written.match(/runs {2}/gu)).toHaveLength(1);
  panel.clear();
  expect(written.endsWith('\u001B[4A\r\u001B[J')).toBe(true);
  panel.clear();
  expect(written.match(/\u001B\[J/gu)).toHaveLength(1);
});
