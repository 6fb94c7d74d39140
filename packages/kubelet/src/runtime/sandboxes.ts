import { SIGKILL_EXIT_CODE } from '../constants.ts';
import type { CriFact } from '../facts.ts';
import type { LoopMessage } from '../messages.ts';
import { loopAddress } from '../names.ts';
import { conclude, recordEnd, refuse } from './call-ends.ts';
import { findCall, pend, recordCri, statusOf } from './calls.ts';
import { exit } from './containers.ts';
import { callFails } from './faults.ts';
import { lateKey, nameIsReserved } from './lost-answers.ts';
import type { RuntimePod, RuntimeTurn } from './state.ts';
import type { SandboxStatus } from './status.ts';

const counterKey = (pod: RuntimePod): string => `sandboxes/${pod.namespace}/${pod.name}`;
const ADDRESSES_KEY = 'addresses';

const nextNumber = (turn: RuntimeTurn, key: string): number => (turn.disk.read(key) as number | undefined) ?? 0;

/** RunPodSandbox begins. */
export const runSandbox = (pod: RuntimePod, turn: RuntimeTurn, call: string): void => {
  const id = `sandbox#${nextNumber(turn, counterKey(pod))}`;
  recordCri(turn, { kind: 'cri', call: 'RunPodSandbox', phase: 'begin', pod: pod.name, sandbox: id });
  const holder = pod.calls.find(({ pending }) => pending.kind === 'run-sandbox');
  if (holder !== undefined) {
    const name = `${pod.name}_${pod.namespace}_${pod.uid}_${nextAttempt(pod)}`;
    const end: CriFact = { kind: 'cri', call: 'RunPodSandbox', phase: 'end', pod: pod.name, sandbox: id };
    return refuse(pod, turn, call, end, nameIsReserved('sandbox', name, id));
  }
  pend(pod, turn, call, { kind: 'run-sandbox', id }, pod.latencies.runPodSandboxMs);
  if (isUnheard(pod, call)) turn.disk.write(lateKey(pod.uid), true);
};

const isUnheard = (pod: RuntimePod, call: string): boolean => findCall(pod, call)?.answer === 'lost as it begins';

/** RunPodSandbox ends. */
export const sandboxRuns = (pod: RuntimePod, turn: RuntimeTurn, call: string, id: string): void => {
  const late = isUnheard(pod, call);
  if (late) turn.disk.remove(lateKey(pod.uid));
  const end: CriFact = {
    kind: 'cri',
    call: 'RunPodSandbox',
    phase: 'end',
    pod: pod.name,
    sandbox: id,
    result: 'ok',
  };
  if (!late && callFails(pod, turn, 'run-sandbox'))
    return refuse(pod, turn, call, end, 'failed to create containerd task: simulated');
  recordEnd(pod, turn, call, end);
  // The addresses of pods are leased one after another, as a host-local address manager does.
  const address = nextNumber(turn, ADDRESSES_KEY) + 1;
  turn.disk.write(ADDRESSES_KEY, address);
  turn.disk.write(counterKey(pod), nextNumber(turn, counterKey(pod)) + 1);
  turn.disk.sync();
  const sandbox: SandboxStatus = { id, attempt: nextAttempt(pod), ready: true, ip: `10.88.0.${address}` };
  pod.sandboxes = [sandbox].concat(pod.sandboxes);
  conclude(pod, turn, { call, ok: true, id });
  if (late) turn.send(loopAddress(pod.hosts), appeared(pod));
};

/** The kubelet may have forgotten the pod by now. */
const appeared = (pod: RuntimePod): LoopMessage => {
  const { uid, name, namespace } = pod;
  return { kind: 'appeared-in-runtime', uid, name, namespace, status: statusOf(pod) };
};

const nextAttempt = (pod: RuntimePod): number => (pod.sandboxes[0] === undefined ? 0 : pod.sandboxes[0].attempt + 1);

/**
 * Kills what still runs, also what has come into a sandbox since it died, and takes the network down, which takes no time
 * where there is none any more. *Source:* containerd internal/cri/server/sandbox_stop.go.
 */
export const stopSandbox = (pod: RuntimePod, turn: RuntimeTurn, call: string, sandbox: string): void => {
  recordCri(turn, { kind: 'cri', call: 'StopPodSandbox', phase: 'begin', pod: pod.name, sandbox });
  const ready = pod.sandboxes.some((each) => each.id === sandbox && each.ready);
  if (ready) pend(pod, turn, call, { kind: 'stop-sandbox', sandbox }, pod.latencies.stopPodSandboxMs);
  else sandboxStopped(pod, turn, call, sandbox);
};

/** StopPodSandbox ends. */
export const sandboxStopped = (pod: RuntimePod, turn: RuntimeTurn, call: string, sandbox: string): void => {
  for (const instance of pod.instances)
    if (instance.sandbox === sandbox) exit(pod, turn, instance.id, SIGKILL_EXIT_CODE, 'SIGKILL');
  markNotReady(pod, sandbox);
  recordEnd(pod, turn, call, {
    kind: 'cri',
    call: 'StopPodSandbox',
    phase: 'end',
    pod: pod.name,
    sandbox,
    result: 'ok',
  });
  conclude(pod, turn, { call, ok: true });
};

/** RemovePodSandbox, which takes no time. */
export const removeSandbox = (pod: RuntimePod, turn: RuntimeTurn, sandbox: string): void => {
  recordCri(turn, { kind: 'cri', call: 'RemovePodSandbox', pod: pod.name, sandbox, result: 'ok' });
  pod.sandboxes = pod.sandboxes.filter((each) => each.id !== sandbox);
};

/** The sandbox of a pod is lost, and all that ran in it. */
export const sandboxDies = (pod: RuntimePod, turn: RuntimeTurn): void => {
  const sandbox = pod.sandboxes.find((each) => each.ready);
  if (sandbox === undefined) return;
  markNotReady(pod, sandbox.id);
  for (const instance of pod.instances) exit(pod, turn, instance.id, SIGKILL_EXIT_CODE, 'sandboxDeath');
};

const markNotReady = (pod: RuntimePod, sandbox: string): void => {
  if (!pod.sandboxes.some((each) => each.id === sandbox && each.ready)) return;
  pod.sandboxes = pod.sandboxes.map((each) =>
    each.id === sandbox ? { id: each.id, attempt: each.attempt, ready: false, ip: each.ip } : each,
  );
};
