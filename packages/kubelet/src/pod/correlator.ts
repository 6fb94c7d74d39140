import type { Micros } from '@simlet/core';

import {
  EVENT_AGGREGATION_MESSAGES,
  EVENT_AGGREGATION_WINDOW,
  EVENT_SPAM_BURST,
  EVENT_SPAM_REFILL,
} from '../constants.ts';
import type { Features } from '../features.ts';

/** What the client-side event correlator remembers of one pod. It dies with the kubelet. */
export interface Correlator {
  /** Count by message and place. */
  readonly counts: readonly Keyed<number>[];
  /** Distinct messages of one reason in the window. */
  readonly aggregates: readonly Keyed<Aggregate>[];
  /** Token bucket by event type, or of all types. */
  readonly buckets: readonly Keyed<Bucket>[];
}

/** A short list is quicker to look through and to copy than an object whose keys are texts. */
interface Keyed<Value> {
  readonly key: string;
  readonly value: Value;
}

const valueOf = <Value>(list: readonly Keyed<Value>[], key: string): Value | undefined =>
  list.find((each) => each.key === key)?.value;

const withValue = <Value>(list: readonly Keyed<Value>[], key: string, value: Value): readonly Keyed<Value>[] =>
  list.some((each) => each.key === key)
    ? list.map((each) => (each.key === key ? { key, value } : each))
    : [...list, { key, value }];

interface Aggregate {
  readonly last: Micros;
  readonly messages: readonly string[];
}

interface Bucket {
  readonly tokens: number;
  readonly at: Micros;
}

/** An event as the kubelet says it, before it is combined with others. */
export interface RawEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly fieldPath: string;
}

/** What becomes of an event, and what is remembered for the next ones. */
export interface Correlated {
  readonly correlator: Correlator;
  readonly message: string;
  readonly count: number;
  /** The spam filter lets it through. */
  readonly written: boolean;
}

export const EMPTY_CORRELATOR: Correlator = { counts: [], aggregates: [], buckets: [] };

/**
 * Aggregates, counts and filters an event. *Source:* client-go tools/record/events_cache.go; docs/fidelity.md 1.10.
 */
export const correlate = (correlator: Correlator, event: RawEvent, now: Micros, features: Features): Correlated => {
  const spamKey = features.spamFilterByType ? event.type : 'all';
  const group = `${event.type}|${event.reason}`;
  const aggregate = nextAggregate(valueOf(correlator.aggregates, group), event.message, now);
  const combined = aggregate.messages.length >= EVENT_AGGREGATION_MESSAGES;
  const message = combined ? `(combined from similar events): ${event.message}` : event.message;
  const key = combined ? `${group}|combined` : `${group}|${event.fieldPath}|${event.message}`;
  const count = (valueOf(correlator.counts, key) ?? 0) + 1;
  const bucket = refill(valueOf(correlator.buckets, spamKey), now);
  const written = bucket.tokens >= 1;
  return {
    message,
    count,
    written,
    correlator: {
      counts: withValue(correlator.counts, key, count),
      aggregates: withValue(correlator.aggregates, group, aggregate),
      buckets: withValue(correlator.buckets, spamKey, written ? { ...bucket, tokens: bucket.tokens - 1 } : bucket),
    },
  };
};

const nextAggregate = (aggregate: Aggregate | undefined, message: string, now: Micros): Aggregate => {
  if (aggregate === undefined || now - aggregate.last > EVENT_AGGREGATION_WINDOW)
    return { last: now, messages: [message] };
  if (aggregate.messages.includes(message)) return { ...aggregate, last: now };
  return { last: now, messages: [...aggregate.messages, message] };
};

const refill = (bucket: Bucket | undefined, now: Micros): Bucket => {
  if (bucket === undefined) return { tokens: EVENT_SPAM_BURST, at: now };
  const whole = Math.floor((now - bucket.at) / EVENT_SPAM_REFILL);
  if (whole === 0) return bucket;
  const tokens = Math.min(EVENT_SPAM_BURST, bucket.tokens + whole);
  return { tokens, at: bucket.at + whole * EVENT_SPAM_REFILL };
};
