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

/** Finds the listeners to a fact, in their order; `make` says of each what it wants of a topic, if anything. */
export function byTopic<Item, Listener>(
  items: readonly Item[],
  make: (item: Item, isAbout: (topics: readonly Topic[]) => boolean) => Listener | undefined,
): (fact: Fact) => readonly Listener[] {
  // Filled as topics come up: there are few, and the reasons of events are open.
  const known = new Map<string, readonly Listener[]>();
  return (fact) => {
    const narrow = topicOf(fact);
    const listeners = known.get(narrow);
    if (listeners !== undefined) return listeners;
    const isAbout = (topics: readonly Topic[]): boolean => topics.some((topic) => covers(topic, narrow));
    const found = items.map((item) => make(item, isAbout)).filter((each) => each !== undefined);
    known.set(narrow, found);
    return found;
  };
}
