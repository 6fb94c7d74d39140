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
  expect(words('runtime.slow/start-container/web', 4_000)).toBe('StartContainer of web takes 4000 ms longer');
  expect(words('runtime.late/run-sandbox/web', 15_000)).toBe(
    'RunPodSandbox of web goes on for 15000 ms after its caller is gone',
  );
  expect(words('runtime.fails/stop-container/web', 1)).toBe('StopContainer of web fails');
});

test('what is no fault of the runtime is left to others', () => {
  expect(words('crash/node-1.kubelet/loop:watch', 1)).toBeUndefined();
});
