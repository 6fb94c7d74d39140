import type {
  ActionFact,
  ApiFact,
  ContainerFact,
  CriFact,
  EventFact,
  Fact,
  HookFact,
  KubeletFact,
  ProbeFact,
  SignalFact,
} from '@simlet/kubelet';

type Details =
  | `cri/${CriFact['call']}`
  | `cri/${CriFact['call']}/${'begin' | 'end'}`
  | `signal/${SignalFact['signal']}`
  | `container/${ContainerFact['event']}`
  | `hook/${HookFact['hook']}`
  | `hook/${HookFact['hook']}/${HookFact['phase']}`
  | `probe/${ProbeFact['probe']}`
  | `probe/${ProbeFact['probe']}/${ProbeFact['outcome']}`
  | `event/${EventFact['reason']}`
  | `api/${ApiFact['op']}`
  | `kubelet/${KubeletFact['event']}`
  | `action/${ActionFact['op']}`;

/** Facts of a kind, or only those of a kind that say something in particular: `cri`, `cri/StopContainer`, `cri/StopContainer/begin`. */
export type Topic = Fact['kind'] | Details;

type KindOf<T extends Topic> = T extends `${infer Kind}/${string}` ? Kind : T;

/** The facts that a topic is about. */
export type FactOf<T extends Topic> = Extract<Fact, { readonly kind: KindOf<T> }>;

/** The narrowest topic of a fact. */
function topicOf(fact: Fact): string {
  switch (fact.kind) {
    case 'cri':
      return fact.phase === undefined ? `cri/${fact.call}` : `cri/${fact.call}/${fact.phase}`;
    case 'signal':
      return `signal/${fact.signal}`;
    case 'container':
    case 'kubelet':
    case 'runtime':
      return `${fact.kind}/${fact.event}`;
    case 'hook':
      return `hook/${fact.hook}/${fact.phase}`;
    case 'probe':
      return `probe/${fact.probe}/${fact.outcome}`;
    case 'event':
      return `event/${fact.reason}`;
    case 'api':
    case 'action':
      return `${fact.kind}/${fact.op}`;
    case 'status':
      return 'status';
  }
}

/** Whether a fact of the narrowest topic `narrow` is among those that a topic is about. */
const covers = (topic: Topic, narrow: string): boolean => narrow === topic || narrow.startsWith(`${topic}/`);

/** What is made of each topic, once: `make` can ask whether facts of it are among those that some topics are about. */
export function byTopic<Made>(make: (isAbout: (topics: readonly Topic[]) => boolean) => Made): (fact: Fact) => Made {
  // Filled as topics come up: there are few, and the reasons of events are open.
  const known = new Map<string, { readonly made: Made }>();
  return (fact) => {
    const narrow = topicOf(fact);
    const before = known.get(narrow);
    if (before !== undefined) return before.made;
    const made = make((topics) => topics.some((topic) => covers(topic, narrow)));
    known.set(narrow, { made });
    return made;
  };
}
