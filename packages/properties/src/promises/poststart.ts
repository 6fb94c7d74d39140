import type { StatusFact } from '@simlet/kubelet';
import type { Instance } from '../history/history.ts';
import { knownInstance, knownLife } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Invariant } from '../invariant.ts';
import { always, expectation } from '../rule.ts';
import { seconds } from '../seconds.ts';

const source =
  'pkg/kubelet/kuberuntime/kuberuntime_container.go (startContainer), pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions), v1.36';

/** Each started container gets its PostStart hook. */
export const postStartDelivered: Invariant<null> = expectation(
  always(
    {
      id: 'poststart-delivered',
      sentence: 'Each container that is started gets its PostStart hook.',
      source,
      explain: `What it means: the kubelet delivers PostStart right after it started a container, and only then. If it dies between the two, the next kubelet finds a container that runs, keeps it, and never delivers the hook: PostStart is delivered at most once.

Why it matters: the container is reported as running and can become Ready although what the hook was to prepare (register with a service, load a schema, warm a cache) never happened.

How to fix it: let the application prepare itself before it listens, use an init container (which is run again until it succeeded), or have the readiness probe test for the result of the hook.`,
    },
    ['hook/postStart/start', 'status'],
    (fact, context) => {
      if (fact.kind === 'hook') return kept;
      const missed = reportedWithout(fact, context);
      if (missed === undefined) return undefined;
      return broken(
        fact.pod,
        missed.id,
        `${missed.container} runs and is reported as running, but its PostStart hook was never delivered: the kubelet died right after it had started the container.`,
      );
    },
  ),
);

/** An instance that this status is the first to report as running, and that has missed its PostStart. */
function reportedWithout(fact: StatusFact, context: Context): Instance | undefined {
  const life = knownLife(context.history, fact.pod);
  const before = life?.status;
  for (const status of [...(fact.status.initContainers ?? []), ...(fact.status.containers ?? [])]) {
    const hook = life?.parts.get(status.name)?.container.lifecycle?.postStart;
    if (status.state !== 'running' || hook === undefined || hook.tcpSocket !== undefined) continue;
    const known = [...(before?.initContainers ?? []), ...(before?.containers ?? [])].some(
      (old) => old.id === status.id && old.state === 'running',
    );
    const instance = knownInstance(context.history, fact.pod, status.id)?.instance;
    if (!known && instance !== undefined && instance.postStart === undefined) return instance;
  }
  return undefined;
}

/** Each PostStart hook that began ends by itself. */
export const postStartCompletes: Invariant<null> = expectation(
  always(
    {
      id: 'poststart-completes',
      sentence: 'A PostStart hook that began is not cut off by a restart of the kubelet.',
      source,
      explain: `What it means: a kubelet that dies while a PostStart hook runs takes an exec hook with it, and the next kubelet neither repeats the hook nor notices that it failed: it keeps the container as it is.

Why it matters: the container is reported as running with half of its preparation done.

How to fix it: make the hook short, let the application prepare itself instead, or have the readiness probe test for the result of the hook.`,
    },
    ['hook/postStart/end'],
    (fact, context) => {
      if (fact.outcome !== 'kubeletStop') return kept;
      const run = knownInstance(context.history, fact.pod, fact.container)?.instance.postStart;
      const after = run === undefined ? '' : ` ${seconds(context.at - run.startedAt)} after it began`;
      return broken(
        fact.pod,
        fact.container,
        `The PostStart hook of ${fact.container} is cut off by the death of the kubelet${after}, and is not delivered again.`,
      );
    },
  ),
);
