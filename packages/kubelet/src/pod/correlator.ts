import { appended } from '../appended.ts';
import type { Micros } from '@simlet/core';

import {
  EVENT_AGGREGATION_MESSAGES,
  EVENT_AGGREGATION_WINDOW,
  EVENT_SPAM_BURST,
  EVENT_SPAM_REFILL,
} from '../constants.ts';
import type { Features } from '../features.ts';

/**
 * What the client-side event correlator remembers of one pod. It dies with the kubelet. Short lists of what the real one
 * has in maps whose keys are texts put together for each event.
 */
export interface Correlator {
  /** How often each event was said, by message and place. */
  readonly counts: readonly Counted[];
  /** Distinct messages of one type and reason in the window. */
  readonly aggregates: readonly Aggregate[];
  /** Token bucket by event type, or of all types. */
  readonly buckets: readonly Bucket[];
}

interface Counted {
  readonly type: RawEvent['type'];
  readonly reason: string;
  /** Of combined events neither place nor message count. */
  readonly combined: boolean;
  readonly fieldPath: string;
  readonly message: string;
  readonly count: number;
}

interface Aggregate {
  readonly type: RawEvent['type'];
  readonly reason: string;
  readonly last: Micros;
  readonly messages: readonly string[];
}

interface Bucket {
  readonly of: RawEvent['type'] | 'all';
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
  const { counts, aggregates, buckets } = correlator;
  const group = aggregates.findIndex((each) => each.type === event.type && each.reason === event.reason);
  const aggregate = nextAggregate(itemAt(aggregates, group), event, now);
  const combined = aggregate.messages.length >= EVENT_AGGREGATION_MESSAGES;
  const place = counts.findIndex((each) => isSame(each, event, combined));
  const counted = nextCount(itemAt(counts, place), event, combined);
  const of = features.spamFilterByType ? event.type : 'all';
  const spam = buckets.findIndex((each) => each.of === of);
  const bucket = refill(itemAt(buckets, spam), of, now);
  const written = bucket.tokens >= 1;
  return {
    message: combined ? `(combined from similar events): ${event.message}` : event.message,
    count: counted.count,
    written,
    correlator: {
      counts: withItem(counts, place, counted),
      aggregates: withItem(aggregates, group, aggregate),
      buckets: withItem(buckets, spam, written ? { of, tokens: bucket.tokens - 1, at: bucket.at } : bucket),
    },
  };
};

/** To read an array at -1 is to look for a property of that name. */
const itemAt = <Item>(list: readonly Item[], place: number): Item | undefined => (place < 0 ? undefined : list[place]);

/** The list with an item at a place, or at its end where the place is -1. */
const withItem = <Item extends object>(list: readonly Item[], place: number, item: Item): readonly Item[] =>
  place < 0 ? appended(list, item) : list.with(place, item);

const nextAggregate = (aggregate: Aggregate | undefined, event: RawEvent, now: Micros): Aggregate => {
  const { type, reason, message } = event;
  if (aggregate === undefined || now - aggregate.last > EVENT_AGGREGATION_WINDOW)
    return { type, reason, last: now, messages: [message] };
  const { messages } = aggregate;
  return { type, reason, last: now, messages: messages.includes(message) ? messages : appended(messages, message) };
};

const isSame = (counted: Counted, event: RawEvent, combined: boolean): boolean =>
  counted.combined === combined &&
  counted.type === event.type &&
  counted.reason === event.reason &&
  (combined || (counted.fieldPath === event.fieldPath && counted.message === event.message));

const nextCount = (counted: Counted | undefined, event: RawEvent, combined: boolean): Counted => {
  const { type, reason, fieldPath, message } = event;
  return { type, reason, combined, fieldPath, message, count: (counted?.count ?? 0) + 1 };
};

const refill = (bucket: Bucket | undefined, of: Bucket['of'], now: Micros): Bucket => {
  if (bucket === undefined) return { of, tokens: EVENT_SPAM_BURST, at: now };
  const whole = Math.floor((now - bucket.at) / EVENT_SPAM_REFILL);
  if (whole === 0) return bucket;
  const tokens = Math.min(EVENT_SPAM_BURST, bucket.tokens + whole);
  return { of, tokens, at: bucket.at + whole * EVENT_SPAM_REFILL };
};
