import type { WorldFact } from '@simlet/core';
import type { Fact } from '@simlet/kubelet';

/**
 * Tells routine from news: a probe that succeeds again in the same container, under the same kubelet, is routine, and
 * every other fact is news. The facts of a run are to be shown to it in their order.
 */
export const newsFilter = (): ((fact: WorldFact<Fact>) => boolean) => {
  // Probes whose last end was a success, by node. What has ended is taken out, so that it does not grow with the run.
  const succeeding = new Map<string, Set<string>>();
  const ofHosts = new Map<string, Set<string>>();
  const ofNode = (host: string): Set<string> => {
    const ofHost = ofHosts.get(host);
    if (ofHost !== undefined) return ofHost;
    const node = host.slice(0, host.lastIndexOf('.'));
    const known = succeeding.get(node) ?? new Set();
    succeeding.set(node, known);
    ofHosts.set(host, known);
    return known;
  };
  return ({ body, host }) => {
    if (body.kind === 'kubelet') ofNode(host).clear();
    if (body.kind === 'container' && body.event === 'exited')
      for (const probe of ['startup', 'readiness', 'liveness'])
        ofNode(host).delete(`${probe}/${body.pod}/${body.container}`);
    if (body.kind !== 'probe') return true;
    const key = `${body.probe}/${body.pod}/${body.container}`;
    const known = ofNode(host);
    if (body.outcome !== 'ok') {
      known.delete(key);
      return true;
    }
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
};
