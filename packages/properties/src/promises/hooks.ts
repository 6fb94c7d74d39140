import { containerOfFieldPath } from '../history/pod-parts.ts';
import { hookFailed } from '../history/hook-result.ts';
import { knownInstance, knownLife } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always, expectation } from '../rule.ts';

/** Each hook that is delivered succeeds. */
export const hooksSucceed: Invariant<null> = expectation(
  always(
    {
      id: 'hooks-succeed',
      sentence: 'A hook that is delivered succeeds.',
      source: 'pkg/kubelet/lifecycle/handlers.go, pkg/kubelet/kuberuntime/kuberuntime_container.go, v1.36',
      explain: `What it means: an exec hook fails when its command exits with something else than 0 or when its container exits while it runs; an httpGet hook when the request gets no answer (any answer, also 404 or 500, counts as a success); a tcpSocket hook always.

Why it matters: a PostStart hook that fails kills its container, and the restart policy and back-off decide what follows: the pod may never become Ready. A PreStop hook that fails only gives an event, and the stop goes on without what the hook was to do.

How to fix it: replace tcpSocket by exec or httpGet; let the command wait for what it needs (the application may not listen yet when PostStart begins); make it exit 0 where there is nothing to do.`,
    },
    ['hook/postStart/end', 'hook/preStop/end', 'event/FailedPostStartHook', 'event/FailedPreStopHook'],
    (fact, context) => {
      if (fact.kind === 'event') {
        const hook =
          fact.reason === 'FailedPostStartHook'
            ? 'postStart'
            : fact.reason === 'FailedPreStopHook'
              ? 'preStop'
              : undefined;
        const name = containerOfFieldPath(fact.fieldPath);
        const part = name === undefined ? undefined : knownLife(context.history, fact.pod)?.parts.get(name);
        if (hook === undefined || name === undefined || part?.container.lifecycle?.[hook]?.tcpSocket === undefined)
          return undefined;
        return broken(fact.pod, name, `The ${hook} hook of ${name} failed: a tcpSocket hook always fails.`);
      }
      if (fact.outcome === 'kubeletStop' || fact.outcome === 'canceled') return undefined;
      const kill = knownInstance(context.history, fact.pod, fact.container)?.instance.kill;
      // A hook that was given up before is the affair of another promise.
      if (fact.hook === 'preStop' && kill?.stop !== undefined) return undefined;
      if (!hookFailed(fact, context.scenario)) return kept;
      const why =
        fact.outcome === 'containerExited'
          ? 'its container exited while it ran'
          : fact.outcome === 'notRunning'
            ? 'its container did not run'
            : 'it did not succeed';
      return broken(fact.pod, fact.container, `The ${fact.hook} hook of ${fact.container} failed: ${why}.`);
    },
  ),
);
