import type { Scenario } from '@simlet/cluster';
import type { HookFact } from '@simlet/kubelet';
import { behaviourOf } from './behaviour-of.ts';

/**
 * Whether the kubelet takes the end of a hook for a failure. Any answer to an HTTP hook is a success, also 404 or 500;
 * only a request that got no answer failed.
 * *Source*: pkg/kubelet/lifecycle/handlers.go, v1.36.
 */
export function hookFailed(fact: HookFact, scenario: Scenario): boolean {
  if (fact.outcome === 'fail') return fact.handler !== 'httpGet' || !answered(fact, scenario);
  if (fact.outcome === 'lost') return true;
  return fact.outcome === 'containerExited' || fact.outcome === 'timeout' || fact.outcome === 'notRunning';
}

function answered(fact: HookFact, scenario: Scenario): boolean {
  const behaviour = behaviourOf(scenario, fact.pod, fact.container);
  const deliveries = fact.hook === 'preStop' ? behaviour.preStop : behaviour.postStart;
  const delivery = deliveries?.[Math.min(fact.delivery ?? 0, deliveries.length - 1)];
  return delivery?.httpStatus !== undefined;
}
