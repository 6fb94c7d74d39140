import { expect, test } from 'vitest';
import { parseCase, toScenario } from './case.ts';

const minimal = {
  scenario: { id: 'a', title: 'A', tags: ['t'], pods: [], behaviour: {}, actions: [], untilMs: 10 },
  trace: [{ tMs: 0, kind: 'kubelet', event: 'started', generation: 0 }],
};

test('a case is read, and its scenario is a scenario of the world without its names', () => {
  const parsed = parseCase(JSON.stringify({ kubernetesVersion: '1.30', ...minimal }));
  expect(parsed.kind === 'case' && toScenario(parsed.case)).toEqual({
    format: 'simlet.scenario/1',
    kubernetesVersion: '1.30',
    pods: [],
    behaviour: {},
    actions: [],
    untilMs: 10,
  });
});

test('a case without a version leaves the version to the model', () => {
  const parsed = parseCase(JSON.stringify(minimal));
  expect(parsed.kind === 'case' && 'kubernetesVersion' in toScenario(parsed.case)).toBe(false);
});

test.each([
  ['not JSON', '{', /^not JSON: /],
  ['a list', '[]', /fields scenario and trace/],
  ['no trace', JSON.stringify({ scenario: minimal.scenario }), /trace is not a list/],
  ['a trace entry without a time', JSON.stringify({ ...minimal, trace: [{ kind: 'cri' }] }), /trace\[0\]/],
  ['a scenario without an id', JSON.stringify({ ...minimal, scenario: { pods: [] } }), /scenario\.id/],
  ['a version that is a number', JSON.stringify({ ...minimal, kubernetesVersion: 1.3 }), /kubernetesVersion/],
])('%s is refused with the reason', (_, text, problem) => {
  const parsed = parseCase(text);
  expect(parsed.kind === 'problem' && parsed.problem).toMatch(problem);
});
