import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { invariants } from './invariants.ts';
import { kubeletBites } from './testing/kubelet-bites.ts';
import { podBites } from './testing/pod-bites.ts';
import { postStartBites } from './testing/poststart-bites.ts';
import { preStopBites } from './testing/prestop-bites.ts';
import { storiesOf } from './testing/mutant-stories.ts';
import { specBites } from './testing/spec-bites.ts';
import { stopBites } from './testing/stop-bites.ts';
import { bite } from './testing/teeth.ts';
import { truthBites } from './testing/truth-bites.ts';
import { casesOf } from './testing/trace.ts';

const cases = ['named.jsonl', 'generated.jsonl'].flatMap((file) =>
  casesOf(readFileSync(join(import.meta.dirname, '../../cluster/conformance', file), 'utf8')),
);
const stories = storiesOf(readFileSync(join(import.meta.dirname, 'mutants/stories.jsonl'), 'utf8'));
const bites = [
  ...preStopBites,
  ...stopBites,
  ...postStartBites,
  ...podBites,
  ...kubeletBites,
  ...specBites,
  ...truthBites,
];

test.each(bites)('$invariant.id is broken in $id when $change', (tooth) => {
  const { before, after } = bite(cases, tooth);
  expect(before?.outcome).toBe('holds');
  expect(after?.outcome).toBe('broken');
  expect(after?.violations[0]?.pod).toBe('p');
  expect(after?.violations[0]?.message).toMatch(/^[A-Za-z].*\.$/);
});

test('each invariant is shown to be able to fail', () => {
  const bitten = new Set([...bites.map(({ invariant }) => invariant.id), ...stories.map(({ invariant }) => invariant)]);
  expect(invariants.map(({ id }) => id).filter((id) => !bitten.has(id))).toEqual([]);
});

test('ids are unique, in small letters with dashes', () => {
  const ids = invariants.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test('each invariant says in one sentence what it promises, and where the promise comes from', () => {
  expect(
    invariants.filter(({ sentence }) => !/^[A-Z][^.]*(?:\.\d[^.]*)*\.$/.test(sentence)).map(({ id }) => id),
  ).toEqual([]);
  expect(invariants.filter(({ source }) => source === '').map(({ id }) => id)).toEqual([]);
});
