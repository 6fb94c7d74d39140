import type { HandlerKind } from '@simlet/kubelet';
import type { Life } from '../history/history.ts';
import { isRunning, knownLife, newestOf } from '../history/lookup.ts';
import { containerName } from '../history/pod-parts.ts';
import { broken, kept } from '../invariant.ts';
import type { Context, Finding, Invariant } from '../invariant.ts';
import { always, eventually } from '../rule.ts';
import { seconds } from '../seconds.ts';
import { patienceFor } from './deletion.ts';
import { isTerminal } from './phase.ts';

/** A handler as a manifest declares it. */
type Declared = Partial<Record<HandlerKind | 'grpc', unknown>>;

/** The hooks and probes of the spec, and no others. */
export const handlerAsDeclared: Invariant<null> = always(
  {
    id: 'handler-as-declared',
    sentence: 'A container gets the hooks and probes that its spec declares, and no others.',
    source: 'pkg/kubelet/lifecycle/handlers.go (Run), pkg/kubelet/prober/prober.go (runProbe), v1.36',
  },
  ['hook', 'probe'],
  (fact, context) => {
    const name = containerName(fact.container);
    const spec = knownLife(context.history, fact.pod)?.parts.get(name)?.container;
    if (spec === undefined) return undefined;
    const probes = { startup: spec.startupProbe, liveness: spec.livenessProbe, readiness: spec.readinessProbe };
    const declared: Declared | undefined = fact.kind === 'hook' ? spec.lifecycle?.[fact.hook] : probes[fact.probe];
    if (declared?.[fact.handler] !== undefined) return kept;
    const what = fact.kind === 'hook' ? fact.hook : `${fact.probe} probe`;
    return broken(
      fact.pod,
      fact.container,
      `${name} got a ${what} by ${fact.handler}, which its spec does not declare.`,
    );
  },
);

/** PROGRESS of a changed spec. */
export const imageUpdateRestarts: Invariant<null> = eventually(
  {
    id: 'image-update-restarts',
    sentence: 'A regular container whose image is changed is started anew in the end.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go (computePodActions: containerChanged), v1.36',
  },
  (context) => [...context.history.lives.values()].flatMap((life) => judgeUpdates(life, context)),
);

function judgeUpdates(life: Life, context: Context): readonly Finding[] {
  const { kubelet } = context.history;
  const ended = life.requests.length > 0 || life.removed !== undefined || isTerminal(life.status?.phase);
  const patience = patienceFor(context, life);
  if (life.overlapped || ended || !kubelet.up || patience === undefined) return [];
  if (life.pod.spec.activeDeadlineSeconds !== undefined) return [];
  return Object.entries(life.imageUpdates).flatMap(([name, at]): readonly Finding[] => {
    const newest = newestOf(life, name);
    if (life.parts.get(name)?.role !== 'regular' || newest === undefined || !isRunning(newest)) return [];
    const waited = context.at - Math.max(at, kubelet.startedAt);
    if (newest.createBeganAt >= at) return [kept];
    if (waited <= patience * (1 + life.parts.size)) return [];
    const message = `${newest.id} still runs ${seconds(waited)} after the image of ${name} was changed.`;
    return [broken(life.name, newest.id, message)];
  });
}
