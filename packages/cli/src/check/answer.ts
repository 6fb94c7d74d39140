import type { Micros } from '@simlet/core';
import type { PropertyResult } from './examination.ts';
import type { Question } from './question.ts';

/**
 * `pass`: no counter-example in the runs that were made, under the assumptions. `fail`: there is one. `unknown`: it
 * depends on something that nobody told. `not met`: its situation never arose, which is no pass.
 */
export type AnswerVerdict = 'pass' | 'fail' | 'unknown' | 'not met';

/** The answer to one of the questions, with what it rests on. */
export interface Answer {
  readonly question: Question;
  readonly verdict: AnswerVerdict;
  /** In one or two sentences, with the numbers. */
  readonly words: string;
  /** The outcomes that it was read off. */
  readonly results: readonly PropertyResult[];
  /** How many runs came into its situation, and in how many of them the kubelet crashed at a step of its own. */
  readonly runs: number;
  readonly crashPoints: number;
  /** The numbers that decide, where the verdict is `unknown`. */
  readonly missing: readonly MissingNumber[];
}

/** A number that nobody gave, and from which value on (or down to which) something breaks. */
export interface MissingNumber {
  /** `subject/container`, as the assumption is called. */
  readonly name: string;
  readonly property: string;
  /** The value nearest to the usual one with which it was seen to break. */
  readonly breaksAt: Micros;
  /** Whether larger values break it too, and not smaller ones. */
  readonly upwards: boolean;
  /** It takes a restart of the kubelet besides. */
  readonly withRestart: boolean;
  /** How to tell it: `--stop-seconds app=…`. */
  readonly tellWith: string;
}
