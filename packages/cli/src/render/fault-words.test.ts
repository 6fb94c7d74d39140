import { expect, test } from 'vitest';
import { faultWords } from './fault-words.ts';

const words = (name: string, outcome: number): string | undefined => faultWords({ name, occurrence: 0, outcome });

test('a lost answer is told by its call and by when it was lost', () => {
  expect(words('runtime.answer/create-container/web', 1)).toBe(
    'the answer to CreateContainer of web is lost as it ends',
  );
  expect(words('runtime.answer/hook/web', 1)).toBe('the answer to the command of a hook of web is lost as it ends');
});

test('a slow, a late and a failing call are told', () => {
  expect(words('runtime.slow/start-container/web', 4_000_000)).toBe('StartContainer of web takes 4 s longer');
  expect(words('runtime.late/run-sandbox/web', 15_000_000)).toBe(
    'RunPodSandbox of web goes on for 15 s after its caller is gone',
  );
  expect(words('runtime.fails/stop-container/web', 1)).toBe('StopContainer of web fails');
});

test('a slow and a failing write of a status, and a late watch, are told', () => {
  expect(words('status.slow/uid-web-0', 5_000_000)).toBe('writing the status of uid-web-0 takes 5 s');
  expect(words('status.write/uid-web-0', 1)).toBe('a status of uid-web-0 is refused');
  expect(words('status.write/uid-web-0', 2)).toBe('a status of uid-web-0 is written, and the answer is lost');
  expect(words('watch.lag/web', 250_000)).toBe('the kubelet hears of a change of web 0.25 s late');
});

test('what is no such fault is left to others', () => {
  expect(words('crash/node-1.kubelet/loop:watch', 1)).toBeUndefined();
});
