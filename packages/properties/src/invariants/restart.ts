import { SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { CriFact } from '@simlet/kubelet';
import type { Container, RestartPolicy } from '@simlet/objects';
import type { Instance, Life } from '../history/history.ts';
import { killedInSync, knownLife, mayComeLate, newestOf } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant, Step } from '../invariant.ts';
import { forgetRemoved } from '../forget-removed.ts';
import { always } from '../rule.ts';
import { seconds } from '../seconds.ts';

/** A container that is about to be created again, after an instance that exited. */
interface Again {
  readonly life: Life;
  readonly container: Container;
  readonly before: Instance;
  readonly exitedAt: Micros;
  readonly exitCode: number;
}

function again(fact: CriFact, context: Context): Again | undefined {
  if (fact.pod === undefined || fact.container === undefined) return undefined;
  const life = knownLife(context.history, fact.pod);
  const name = containerName(fact.container);
  const container = life?.parts.get(name)?.container;
  if (life === undefined || container === undefined) return undefined;
  const before = newestOf(life, name);
  const exited = before?.exited;
  if (before === undefined || before.removed || exited === undefined || exited.code === undefined) return undefined;
  return { life, container, before, exitedAt: exited.at, exitCode: exited.code };
}

/** Whether the rules of the container, or else the policy, have it started again after that exit code. */
function mayRestart(container: Container, policy: RestartPolicy, exitCode: number): boolean {
  for (const { action, exitCodes } of container.restartPolicyRules ?? []) {
    const listed = exitCodes?.values?.includes(exitCode) === true;
    const matched = exitCodes !== undefined && (exitCodes.operator === 'In' ? listed : !listed);
    if (matched && (action === 'Restart' || action === 'RestartAllContainers')) return true;
  }
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

/** NO-RESTART. */
export const restartPolicyKept: Invariant<null> = always(
  {
    id: 'restart-policy',
    sentence: 'A container whose restart policy says no more restarts is not started again.',
    source:
      'pkg/kubelet/container/helpers.go (ShouldContainerBeRestarted), v1.36; kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle (restart policy)',
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    const found = again(fact, context);
    if (found === undefined) return undefined;
    const { life, container, before, exitCode } = found;
    // A changed image or a new sandbox starts it again whatever the policy, one that is done apart; so does an instance that never ran.
    if (
      life.imageUpdates[container.name] !== undefined ||
      (before.sandbox !== life.sandbox.serial && !isDone(found, context)) ||
      before.runningAt === undefined
    )
      return undefined;
    // One that was given up and came late is the newest for the kubelet, and has not run.
    if (restartsAll(life) || mayComeLate(life, container.name)) return undefined;
    const policy = policyOf(life, container);
    // A container that is killed in place is started again in the same sync, whatever it exits with.
    if (killedInSync(context.history, before) && policy !== 'Never') return undefined;
    // An init container that was killed for its memory has failed, also when it exited with 0.
    if (life.parts.get(container.name)?.role === 'init' && before.exited?.cause === 'injected') return undefined;
    if (mayRestart(container, policy, exitCode)) return kept;
    return broken(
      life.name,
      fact.container,
      `${container.name} was started again after it had exited with ${exitCode}, though its restart policy forbids it.`,
    );
  },
);

/** A regular container that has succeeded for good, as the kubelet has known for long, and is left out in a new sandbox. */
function isDone({ life, container, exitedAt, exitCode }: Again, { at }: Context): boolean {
  const isRegular = life.parts.get(container.name)?.role === 'regular';
  return isRegular && policyOf(life, container) === 'OnFailure' && exitCode === 0 && at - exitedAt > KNOWN;
}

/** The kubelet has seen by then what its runtime has. */
const KNOWN: Micros = 3 * SECOND;

/** NO-RESTART of whole pods. */
export const neverNoSecondSandbox: Invariant<null> = always(
  {
    id: 'no-second-sandbox-under-never',
    sentence: 'A pod with restart policy Never whose containers have run gets no second sandbox.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions: shouldRestartOnFailure), v1.36',
  },
  ['cri'],
  (fact, context) => {
    if (fact.call !== 'RunPodSandbox' || fact.phase !== 'begin') return undefined;
    const life = knownLife(context.history, fact.pod);
    if (life === undefined || context.scenario.faults?.lostAnswers === true || life.pod.spec.restartPolicy !== 'Never')
      return undefined;
    if (life.sandbox.serial < 0) return kept;
    const own = life.pod.spec.containers.some((each) => each.restartPolicy ?? each.restartPolicyRules);
    const ran = life.instances.find(({ runningAt, removed }) => {
      return runningAt !== undefined && context.at - runningAt > KNOWN && !removed;
    });
    if (own || ran === undefined) return undefined;
    return broken(
      life.name,
      ran.id,
      `A new sandbox was made for the pod, which is never restarted, and ${ran.id} had run.`,
    );
  },
);

/** The policy that counts for a container; an init container that is done is not run again. */
function policyOf(life: Life, container: Container): RestartPolicy {
  const policy = container.restartPolicy ?? life.pod.spec.restartPolicy ?? 'Always';
  return life.parts.get(container.name)?.role === 'init' && policy === 'Always' ? 'OnFailure' : policy;
}

function restartsAll(life: Life): boolean {
  return [...life.parts.values()].some(({ container }) =>
    container.restartPolicyRules?.some(({ action }) => action === 'RestartAllContainers'),
  );
}

const INITIAL_SECONDS = 10;
const MAXIMUM_SECONDS = 300;
/** An entry is forgotten when an instance runs for longer than this after the last counted start. */
const RESET: Micros = 600 * SECOND;

/** What the kubelet's back-off is at least, by pod and container. */
interface Entry {
  readonly generation: number;
  readonly life: number;
  readonly seconds: number;
  /** The last counted start was not before this. */
  readonly since: Micros;
}
type Entries = ReadonlyMap<string, Entry>;

/** S18, BACKOFF: lower bounds. */
export const backOff: Invariant<Entries> = {
  id: 'back-off',
  sentence:
    'A container that exited is started again at once the first time, then not before 10 s, 20 s, 40 s, up to 300 s after its exit.',
  kind: 'always',
  standing: 'kubernetes',
  source:
    'pkg/kubelet/kuberuntime/kuberuntime_manager.go (doBackOff), staging/src/k8s.io/client-go/util/flowcontrol/backoff.go, v1.36',
  facts: ['cri/CreateContainer/begin', 'api/delete'],
  begins: ['cri'],
  start: () => new Map(),
  step(state, fact, context): Step<Entries> {
    if (fact.kind === 'api') return { state: forgetRemoved(state, fact), findings: [] };
    const found = fact.kind === 'cri' ? again(fact, context) : undefined;
    if (found === undefined || found.life.imageUpdates[found.container.name] !== undefined)
      return { state, findings: [] };
    const { life, container, before, exitedAt } = found;
    const key = `${life.name}/${container.name}`;
    const known = state.get(key);
    const entry =
      known?.generation === context.history.kubelet.generation && known.life === life.serial ? known : undefined;
    // In the sync that killed it, the kubelet does not know of this exit yet and counts from the one before.
    if (killedInSync(context.history, before)) return { state, findings: [] };
    const valid = entry !== undefined && exitedAt - entry.since <= RESET;
    const longer = valid ? Math.min(2 * entry.seconds, MAXIMUM_SECONDS) : INITIAL_SECONDS;
    const next = {
      generation: context.history.kubelet.generation,
      life: life.serial,
      seconds: longer,
      since: exitedAt,
    };
    const waited = context.at - exitedAt;
    const early = valid && waited < entry.seconds * SECOND;
    const finding = early
      ? broken(
          life.name,
          key.slice(life.name.length + 1),
          `${container.name} was started again ${seconds(waited)} after its exit; its back-off is ${entry.seconds} s.`,
        )
      : kept;
    return { state: new Map(state).set(key, next), findings: [finding] };
  },
  finish: () => [],
};
