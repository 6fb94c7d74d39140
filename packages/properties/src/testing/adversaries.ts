import type { Action, Scenario } from '@simlet/cluster';
import type { ContainerBehaviour } from '@simlet/kubelet';
import type { Container, Pod, Probe, RestartPolicy } from '@simlet/objects';

/** A history that the model allows and that invites an invariant to be wrong, with what is done at many different moments. */
export interface Adversary {
  readonly suspicion: string;
  readonly scenarios: readonly Scenario[];
}

const container = (name: string, more: Partial<Container> = {}): Container => ({
  name,
  image: `img-${name}:1`,
  ...more,
});
const sidecar = (name: string, more: Partial<Container> = {}): Container =>
  container(name, { restartPolicy: 'Always', ...more });
const hook = { exec: { command: ['hook'] } };
const probe = (periodSeconds: number): Probe => ({
  exec: { command: ['probe'] },
  periodSeconds,
});
const EVERY: readonly RestartPolicy[] = ['Always', 'OnFailure', 'Never'];

/** A pod `p` that is created after 2 s, and what happens to it then. */
function scenarioOf(
  spec: Omit<Pod['spec'], 'terminationGracePeriodSeconds'>,
  behaviour: Readonly<Record<string, ContainerBehaviour>>,
  actions: readonly Action[],
  first: 'create' | 'addStaticPod' = 'create',
): Scenario {
  return {
    format: 'simlet.scenario/1',
    pods: [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { terminationGracePeriodSeconds: 10, ...spec } },
    ],
    behaviour,
    actions: [{ atMs: 2_017, op: first, pod: 'p' } as const, ...actions].toSorted(
      (one, other) => one.atMs - other.atMs,
    ),
    untilMs: 400_000,
  };
}

/** `count` moments in milliseconds from `from` to `to`. */
function moments(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.round(from + ((to - from) * index) / (count - 1)));
}

const restart = (atMs: number, downMs: number): readonly Action[] => [
  { atMs, op: 'kubeletStop' },
  { atMs: atMs + downMs, op: 'kubeletStart' },
];

const endedWhileInitialisedAnew = moments(6_000, 9_000, 30).flatMap((atMs): readonly Scenario[] => {
  const ends: readonly Action[] = [
    { atMs, op: 'evict', pod: 'p' },
    { atMs, op: 'preempt', pod: 'p' },
    { atMs, op: 'nodeShutdown', gracePeriodSeconds: 10 },
    { atMs, op: 'delete', pod: 'p' },
  ];
  const runs = { i: { runMs: 1_500, attempts: [{}, { runMs: 3_000 }] }, m: { runMs: null } };
  return ends.map((end) =>
    scenarioOf({ initContainers: [container('i')], containers: [container('m')] }, runs, [
      { atMs: 6_000, op: 'sandboxDeath', pod: 'p' },
      end,
    ]),
  );
});

const evictionForgotten = moments(9_000, 12_000, 20).flatMap((atMs) =>
  EVERY.map((restartPolicy) =>
    scenarioOf(
      { restartPolicy, initContainers: [sidecar('s')], containers: [container('m'), container('n')] },
      {
        s: { runMs: 700 },
        m: { runMs: 1_000, exitCode: 1 },
        n: { runMs: null, sigterm: { exitAfterMs: 2_500, exitCode: 143 } },
      },
      [{ atMs: 9_000, op: 'evict', pod: 'p', gracePeriodSeconds: 5 }, ...restart(atMs, 2_000)],
    ),
  ),
);

const lostWhileStarted = moments(2_100, 9_000, 20).flatMap((atMs) =>
  EVERY.flatMap((restartPolicy) =>
    [restart(atMs, 2_000), [{ atMs, op: 'sandboxDeath', pod: 'p' } as const, ...restart(atMs, 2_000)]].map((loss) =>
      scenarioOf(
        { restartPolicy, initContainers: [container('i')], containers: [container('m'), container('n')] },
        { i: { runMs: 700 }, m: { runMs: atMs % 2 === 0 ? 1_500 : null }, n: { pullMs: 2_500, runMs: null } },
        loss,
      ),
    ),
  ),
);

const twoRestartsInStartUp = moments(2_100, 14_000, 30).flatMap((atMs) =>
  [300, 1_500, 11_500].map((downMs) =>
    scenarioOf(
      {
        initContainers: [
          sidecar('s', { startupProbe: { ...probe(2), failureThreshold: 2 }, readinessProbe: probe(1) }),
          container('i'),
          sidecar('t', { startupProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 3 } }),
        ],
        containers: [container('m', { startupProbe: probe(2), livenessProbe: probe(2) })],
      },
      { i: { runMs: 1_500 }, s: { runMs: atMs % 2 === 0 ? null : 4_000, exitCode: 1 } },
      [...restart(atMs, downMs), ...restart(atMs + downMs + 400, downMs)],
    ),
  ),
);

const changedImages = moments(3_000, 12_000, 20).flatMap((atMs) =>
  EVERY.map((restartPolicy, index) =>
    scenarioOf(
      {
        restartPolicy,
        initContainers: [container('i'), sidecar('s')],
        containers: [container('m', { lifecycle: { postStart: hook } }), container('n')],
      },
      {
        i: { runMs: 600 },
        m: {
          runMs: 4_000,
          postStart: [
            { ms: 1_300, ok: true },
            { ms: 100, ok: false },
          ],
        },
      },
      [
        ...['m', 's', 'i'].map((name, later): Action => {
          return { atMs: atMs + 300 * later, op: 'updateImage', pod: 'p', container: name, image: 'img:2' };
        }),
        ...(index === 0 ? [] : restart(atMs + 150, 1_000)),
      ],
    ),
  ),
);

const staticPodsChanged = moments(2_500, 9_000, 20).flatMap((atMs) =>
  [0, 3, 1_500].map((laterMs) =>
    scenarioOf(
      {
        initContainers: [sidecar('s')],
        containers: [container('m', { lifecycle: { preStop: hook, postStart: hook } })],
      },
      { m: { preStop: [{ ms: 1_500, ok: true }], postStart: [{ ms: 800, ok: true }] } },
      [
        { atMs, op: 'addStaticPod', pod: 'p' },
        atMs % 2 === 0
          ? { atMs: atMs + 1_100, op: 'removeStaticPod', pod: 'p' }
          : { atMs: atMs + 1_100, op: 'sandboxDeath', pod: 'p' },
        ...(laterMs === 0 ? [] : restart(atMs + laterMs, 1_000)),
        { atMs: atMs + 2_700, op: 'addStaticPod', pod: 'p' },
      ],
      'addStaticPod',
    ),
  ),
);

const endsOverEachOther = moments(9_000, 12_100, 12).flatMap((atMs, index): readonly Scenario[] => {
  const ends = (first: number): readonly Action[] => [
    { atMs: first, op: 'evict', pod: 'p', gracePeriodSeconds: 5 },
    { atMs: first, op: 'delete', pod: 'p' },
    { atMs: first, op: 'delete', pod: 'p', gracePeriodSeconds: 3 },
    { atMs: first, op: 'preempt', pod: 'p' },
    { atMs: first, op: 'nodeShutdown', gracePeriodSeconds: 7 },
    { atMs: first, op: 'sandboxDeath', pod: 'p' },
  ];
  const spec = {
    initContainers: [sidecar('s', { lifecycle: { preStop: hook } })],
    containers: [
      container('m', { lifecycle: { preStop: hook }, livenessProbe: probe(3) }),
      container('n', { readinessProbe: probe(2) }),
    ],
  };
  const behaviour = {
    s: { preStop: [{ ms: 1_500, ok: true }], sigterm: { exitAfterMs: 300 } },
    m: { preStop: [{ ms: 2_500, ok: true }], sigterm: { exitAfterMs: 1_200, exitCode: index % 2 } },
    n: { runMs: 7_000, exitCode: index % 3 },
  };
  return ends(9_000).flatMap((one) =>
    ends(atMs).map((other) =>
      scenarioOf({ restartPolicy: EVERY[index % 3] ?? 'Always', ...spec }, behaviour, [one, other]),
    ),
  );
});

/** One for each suspicion that came up when the sentences were held against what the model allows. */
export const adversaries: readonly Adversary[] = [
  { suspicion: 'a pod that is initialised anew is ended meanwhile', scenarios: endedWhileInitialisedAnew },
  { suspicion: 'the records of an evicted pod are gone, and its eviction is forgotten', scenarios: evictionForgotten },
  { suspicion: 'kubelet or node are lost while a pod is started', scenarios: lostWhileStarted },
  { suspicion: 'a kubelet is restarted twice while sidecars start up', scenarios: twoRestartsInStartUp },
  { suspicion: 'images change under each restart policy', scenarios: changedImages },
  { suspicion: 'a static pod is changed, taken away and put back', scenarios: staticPodsChanged },
  { suspicion: 'two of the ways to end a pod come over each other', scenarios: endsOverEachOther },
];
