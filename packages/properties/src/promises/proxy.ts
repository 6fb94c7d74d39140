import { knownSidecar } from '@simlet/objects';
import type { Instance, Life } from '../history/history.ts';
import { knownInstance } from '../history/lookup.ts';
import { broken, kept } from '../invariant.ts';
import type { Invariant } from '../invariant.ts';
import { always, expectation } from '../rule.ts';
import { seconds } from '../seconds.ts';

/** Whether the traffic of the other regular containers goes through an instance, and nothing orders its stop. */
function isUnorderedProxy(life: Life, { container }: Instance): boolean {
  const part = life.parts.get(container);
  return part?.role === 'regular' && knownSidecar(part.container)?.carriesTraffic === true;
}

/** A proxy that is a regular container exits after the containers that it serves. */
export const proxyOutlivesApp: Invariant<null> = expectation(
  always(
    {
      id: 'proxy-outlives-app',
      sentence: 'A proxy that is a regular container does not exit before the containers whose traffic it carries.',
      source:
        'pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainersWithSyncResult: regular containers are stopped all at once), v1.36; istio/istio issues 7136, 36631',
      explain: `What it means: all regular containers of a pod get PreStop and SIGTERM at the same moment. A proxy among them (istio-proxy, linkerd-proxy, cloud-sql-proxy and others, known by their names and images) that exits before the application takes its network away while it still drains.

Why it matters: the last requests, the commit to the database, the deregistration fail, although the application itself stops cleanly.

How to fix it: make the proxy an init container with restartPolicy Always (a sidecar, Kubernetes 1.29 and later): then it is told to stop after the regular containers. Where that cannot be, let the proxy wait in a PreStop hook for longer than the application needs.`,
    },
    ['container/exited'],
    (fact, context) => {
      if (fact.cause !== 'SIGTERM' && fact.cause !== 'SIGKILL') return undefined;
      const found = knownInstance(context.history, fact.pod, fact.container);
      if (found === undefined) return undefined;
      const { life, instance } = found;
      const isApp = life.parts.get(instance.container)?.role === 'regular' && !isUnorderedProxy(life, instance);
      if (!isApp || instance.kill?.cause !== 'pod') return undefined;
      const proxies = life.instances.filter((other) => isUnorderedProxy(life, other));
      const gone = proxies.find(
        ({ exited, kill }) => kill?.cause === 'pod' && exited !== undefined && exited.at < context.at,
      );
      if (gone?.exited === undefined) return proxies.length === 0 ? undefined : kept;
      return broken(
        life.name,
        gone.id,
        `${gone.container} is gone ${seconds(context.at - gone.exited.at)} before ${instance.container}, whose traffic it carries: regular containers are stopped all at once.`,
      );
    },
  ),
);
