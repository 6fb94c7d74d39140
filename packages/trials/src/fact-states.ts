import type { Fact } from '@simlet/kubelet';

/** Which fact follows which for a pod, as short texts: what tells a run that shows something new. */
export interface FactStates {
  readonly states: ReadonlySet<string>;
  observe(fact: Fact): void;
}

export function factStates(): FactStates {
  const last = new Map<string, string>();
  const states = new Set<string>();
  return {
    states,
    observe(fact) {
      const pod = 'pod' in fact ? (fact.pod ?? '') : '';
      const what = whatOf(fact);
      states.add(`${pod}: ${last.get(pod) ?? ''} > ${what}`);
      last.set(pod, what);
    },
  };
}

function whatOf(fact: Fact): string {
  switch (fact.kind) {
    case 'cri':
      return `${fact.call} ${fact.phase ?? ''} ${fact.result ?? ''}`;
    case 'signal':
      return fact.signal;
    case 'container':
      return `${fact.event} ${fact.cause ?? ''}`;
    case 'hook':
      return `${fact.hook} ${fact.phase} ${fact.outcome ?? ''}`;
    case 'probe':
      return `${fact.probe} ${fact.outcome}`;
    case 'event':
      return fact.reason;
    case 'status':
      return fact.status.phase;
    case 'api':
      return `${fact.op} ${fact.result ?? ''}`;
    case 'kubelet':
    case 'runtime':
      return fact.event;
    case 'action':
      return fact.op;
  }
}
