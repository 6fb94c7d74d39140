import { MILLISECOND } from '@simlet/core';
import { describe, expect, test } from 'vitest';

import { runScenario } from './run.ts';
import { deleteAt, scenarioOf } from './testing/scenarios.ts';
import type { Sketch } from './testing/scenarios.ts';

/** The events of a pod under 1.17, `ms reason xcount message`, with `ID` for each identifier. */
function events(sketch: Sketch): readonly string[] {
  const { facts } = runScenario(scenarioOf({ kubernetesVersion: '1.17', ...sketch }));
  return facts.flatMap(({ time, body }) => {
    if (body.kind !== 'event') return [];
    const message = body.message.replaceAll(/docker id [0-9a-f]{12}/gu, 'docker id ID');
    return [`${time / MILLISECOND} ${body.reason} x${body.count} ${message}`.trimEnd()];
  });
}

const of = (reason: string, all: readonly string[]): readonly string[] =>
  all.filter((event) => event.split(' ')[1] === reason);

describe('under 1.17, as its documentation has it,', () => {
  test('a container is told as created and started by its Docker id', () => {
    expect(events({ behaviour: {}, untilMs: 5_000 }).map((event) => event.replace(/^\d+ /u, ''))).toEqual([
      'Pulling x1 pulling image "web:1"',
      'Pulled x1 Successfully pulled image "web:1"',
      'Created x1 Created container with docker id ID; Security:[seccomp=unconfined]',
      'Started x1 Started container with docker id ID',
    ]);
  });

  test('a deletion is told when the container is stopped', () => {
    const actions = [deleteAt(5_000)];
    const behaviour = { main: { sigterm: { exitAfterMs: 4_000 } } };
    const told = of('Killing', events({ behaviour, actions, untilMs: 60_000 }));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^9\d{3} Killing x1 Killing container with docker id ID: Need to kill pod\.$/u);
    const today = of('Killing', events({ behaviour, actions, untilMs: 60_000, kubernetesVersion: '1.36' }));
    expect(today[0]).toMatch(/^50\d\d Killing x1 Stopping container main$/u);
  });

  test('a container that fails its liveness probe is unhealthy', () => {
    const told = events({
      main: { livenessProbe: { exec: { command: ['check'] }, periodSeconds: 1, failureThreshold: 1 } },
      behaviour: {
        main: { liveness: { timeline: [[3_000, 'fail']] }, attempts: [{}, { liveness: { timeline: [] } }] },
      },
      untilMs: 20_000,
    });
    expect(of('Killing', told).map((event) => event.replace(/^\d+ /u, ''))).toEqual([
      'Killing x1 Killing container with docker id ID: pod "web_default(uid-web-0)" container "main" is unhealthy, it will be killed and re-created.',
    ]);
    expect(of('Created', told)).toHaveLength(1);
  });

  test('each sync that fails is told, a back-off among them', () => {
    const told = events({ behaviour: { main: { runMs: 100, exitCode: 1 } }, untilMs: 12_000 });
    expect(of('BackOff', told)[0]).toMatch(/ BackOff x1 Back-off restarting failed docker container$/u);
    expect(of('FailedSync', told)[0]).toMatch(
      / FailedSync x1 Error syncing pod, skipping: failed to "StartContainer" for "main" with CrashLoopBackOff: "Back-off 10s restarting failed container=main pod=web_default\(uid-web-0\)"$/u,
    );
    expect(of('FailedSync', told)).toHaveLength(of('BackOff', told).length);
  });

  test('several errors of a sync stand in brackets', () => {
    const told = events({
      spec: {
        containers: [
          { name: 'main', image: 'i:1' },
          { name: 'other', image: 'i:2' },
        ],
      },
      behaviour: { main: { createError: true }, other: { createError: true } },
      untilMs: 3_000,
    });
    expect(of('FailedSync', told)[0]).toMatch(
      / skipping: \[failed to "StartContainer" for "main" with CreateContainerError: ".*", failed to "StartContainer" for "other" with CreateContainerError: ".*"\]$/u,
    );
  });

  test('a request of a PostStart that nobody answers, and a PreStop that fails, leave the words of the old events', () => {
    const told = events({
      main: { lifecycle: { postStart: { httpGet: { port: 80 } }, preStop: { exec: { command: ['leave'] } } } },
      behaviour: { main: { postStart: [{ ms: 10, ok: false }], preStop: [{ ms: 10, ok: false }] } },
      untilMs: 2_500,
    });
    expect(of('FailedPostStartHook', told)[0]).toMatch(/^\d+ FailedPostStartHook x1$/u);
    expect(of('FailedPreStopHook', told)[0]).toMatch(/^\d+ FailedPreStopHook x1$/u);
    expect(of('Killing', told)[0]).toMatch(
      /docker id ID: PostStart handler: Get "http:\/\/[\d.]+:80\/\/": dial tcp [\d.]+:80: connect: connection refused$/u,
    );
  });
});
