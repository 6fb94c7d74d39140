import type { CriFact } from '@simlet/kubelet';
import type { Life } from '../history/history.ts';
import { isRunning, knownLife, newestOf } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import type { Part } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { always } from '../rule.ts';

const source =
  'pkg/kubelet/kuberuntime/kuberuntime_container.go (computeInitContainerActions), v1.36; kubernetes.io/docs/concepts/workloads/pods/init-containers';

/** The pod and the part of a container that is about to be created, where the facts leave no doubt about them. */
function created(fact: CriFact, context: Context): { readonly life: Life; readonly part: Part } | undefined {
  if (fact.pod === undefined || fact.container === undefined) return undefined;
  const life = knownLife(context.history, fact.pod);
  const part = life?.parts.get(containerName(fact.container));
  return life === undefined || part === undefined ? undefined : { life, part };
}

/** S29, INIT-ORDER: init containers before it are over, sidecars before it were started. */
export const initOrder: Invariant<null> = always(
  {
    id: 'init-order',
    sentence:
      'A container is created only after each init container before it has exited with 0 and each sidecar before it was started, in the same sandbox.',
    source,
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    const found = created(fact, context);
    if (found === undefined) return undefined;
    const before = [...found.life.parts.values()].filter(
      (part) => part.role !== 'regular' && precedes(part, found.part),
    );
    if (before.length === 0 || isDeceived(found.life, context)) return undefined;
    const finding = before
      .map((part) => notReached(found.life, part, fact.container ?? ''))
      .find((each) => each !== undefined);
    // Once a regular container was created in this sandbox, the pod counts as initialised: that creation was judged.
    return finding !== undefined && isBegun(found.life) ? undefined : (finding ?? kept);
  },
);

/**
 * Up to 1.36 a regular container that was created in an earlier sandbox and never started counts as proof that the pod is
 * initialised. *Source*: kubernetes/kubernetes issues 124002 and 137710.
 */
export function isDeceived(life: Life, { history }: Context): boolean {
  return (
    history.minor < 37 &&
    life.instances.some(({ container, sandbox, createdAt, runningAt }) => {
      const left = createdAt !== undefined && runningAt === undefined && sandbox < life.sandbox.serial;
      return left && life.parts.get(container)?.role === 'regular';
    })
  );
}

function isBegun({ instances, parts, sandbox }: Life): boolean {
  return instances.some((each) => each.sandbox === sandbox.serial && parts.get(each.container)?.role === 'regular');
}

function precedes(part: Part, other: Part): boolean {
  return other.role === 'regular' || part.index < other.index;
}

function notReached(life: Life, { container: { name }, role }: Part, container: string): Finding | undefined {
  if (life.reachedIn[name] === life.sandbox.serial) return undefined;
  const what = role === 'sidecar' ? `the sidecar ${name} was started` : `the init container ${name} had exited with 0`;
  return broken(life.name, container, `${container} was created before ${what}.`);
}

/** INIT-ONCE. */
export const initOnce: Invariant<null> = always(
  {
    id: 'init-once',
    sentence: 'No init container is created again while a regular container of the same sandbox runs.',
    source,
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    const found = created(fact, context);
    if (found === undefined || found.part.role !== 'init' || isDeceived(found.life, context)) return undefined;
    const regular = found.life.instances.find((instance) => {
      const isRegular = found.life.parts.get(instance.container)?.role === 'regular';
      return isRegular && instance.sandbox === found.life.sandbox.serial && isRunning(instance);
    });
    if (regular === undefined) return kept;
    return broken(
      found.life.name,
      fact.container,
      `The init container ${fact.container ?? ''} was created while ${regular.id} ran.`,
    );
  },
);

/** S1: the order of the calls for one container. */
export const createThenStart: Invariant<null> = always(
  {
    id: 'create-then-start',
    sentence: 'A container is started only after it was created, in a sandbox that is ready.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer), v1.36',
  },
  ['cri/CreateContainer/begin', 'cri/StartContainer/begin'],
  (fact, context) => {
    if (fact.pod === undefined || fact.container === undefined) return undefined;
    const life = knownLife(context.history, fact.pod);
    if (life === undefined) return undefined;
    if (life.sandbox.serial < 0)
      return broken(life.name, fact.container, `${fact.call} of ${fact.container} began before the pod had a sandbox.`);
    if (fact.call === 'CreateContainer') return kept;
    const instance = life.instances.find((candidate) => candidate.id === fact.container);
    if (instance?.createdAt !== undefined) return kept;
    return broken(life.name, fact.container, `${fact.container} was started before it was created.`);
  },
);

/** INIT-ONCE, also before regular containers run. */
export const initSucceedsOnce: Invariant<null> = always(
  {
    id: 'init-succeeds-once',
    sentence: 'An init container that has exited with 0 is not created again in the same sandbox.',
    source,
  },
  ['cri/CreateContainer/begin'],
  (fact, context) => {
    const found = created(fact, context);
    if (found === undefined || found.part.role !== 'init') return undefined;
    const { life, part } = found;
    const { name } = part.container;
    const before = newestOf(life, name);
    if (before === undefined) return kept;
    if (before.removed || before.sandbox !== life.sandbox.serial) return undefined;
    // What the kernel killed for its memory has failed, also when it exited with 0; an image that changes has it run anew.
    const failed = before.exited?.code !== 0 || before.exited.cause === 'injected';
    if (failed || life.imageUpdates[name] !== undefined) return kept;
    // Once the records of a later container are removed, the pod counts as one that is not initialised.
    if (life.recordLost) return undefined;
    return broken(
      life.name,
      fact.container,
      `${fact.container ?? name} was created though ${before.id} had exited with 0.`,
    );
  },
);
