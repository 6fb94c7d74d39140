import type { IntegerDomain, Micros } from '@simlet/core';

/** What a manifest does not say for sure and a simulation must know. */
export type AssumptionSubject = 'preStop' | 'postStart' | 'start' | 'stop' | 'signal' | 'run';

/** Where the number comes from: read off the manifest, told by a flag, or a range that stands for "not known". */
export type AssumptionOrigin = 'manifest' | 'flag' | 'default';

/**
 * A duration that the simulation takes as given, or as lying in a range. That of a `signal` is no time: 0 where SIGTERM reaches the
 * program, 1 where process 1 keeps it to itself.
 */
export interface Assumption {
  /** The name of its decision, `subject/container`; a deviation of this name is a run with another duration. */
  readonly name: string;
  readonly subject: AssumptionSubject;
  readonly container: string;
  /** The usual duration, and the range that runs try; all three are infinite where it never ends by itself. */
  readonly usual: Micros;
  readonly least: Micros;
  readonly most: Micros;
  /** What the words allow, where that is more than runs try. */
  readonly allowed?: Micros;
  readonly origin: AssumptionOrigin;
  /** Why: the text it was read off, the flag, or that it is a default. */
  readonly because: string;
  /** The line of the manifest it was read off. */
  readonly line?: number;
}

/** The decision by which a run learns the duration: the ends of the range are what a sweep tries. */
export function domainOf(assumption: Assumption): IntegerDomain {
  return {
    simplest: assumption.usual,
    min: assumption.least,
    max: assumption.most,
    interesting: [assumption.least, assumption.most],
  };
}

/** Whether nobody gave this number: then a property that breaks only for some of its values depends on it. */
export function isOpen(assumption: Assumption): boolean {
  return assumption.origin !== 'flag' && assumption.least < assumption.most;
}

/** `app takes 3 s or more to stop`: a sentence about one of the durations, with `amount` as its number. */
export function takesWords({ subject, container }: Pick<Assumption, 'subject' | 'container'>, amount: string): string {
  switch (subject) {
    case 'preStop':
      return `PreStop of ${container} takes ${amount}`;
    case 'postStart':
      return `PostStart of ${container} takes ${amount}`;
    case 'start':
      return `${container} takes ${amount} to start`;
    case 'stop':
      return `${container} takes ${amount} to stop`;
    case 'signal':
      return `SIGTERM does not reach the program of ${container}`;
    case 'run':
      return `${container} runs for ${amount}`;
  }
}

/** The duration that a decision of this name is about; undefined where it is about something else. */
export function subjectOfName(name: string): Pick<Assumption, 'subject' | 'container'> | undefined {
  const subjects: readonly AssumptionSubject[] = ['preStop', 'postStart', 'start', 'stop', 'signal', 'run'];
  const subject = subjects.find((one) => name.startsWith(`${one}/`));
  return subject === undefined ? undefined : { subject, container: name.slice(subject.length + 1) };
}
