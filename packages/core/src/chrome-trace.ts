import { checkFact, checkFacts } from './check-fact.ts';
import { jsonOf } from './fact-text.ts';
import type { WorldFact } from './fact-log.ts';
import type { Micros } from './time.ts';

/** An event in the Trace Event Format that Perfetto and chrome://tracing open. Source: its public description, "Complete", "Metadata" and "Flow" events. */
interface TraceEvent {
  readonly ph: 'M' | 'X' | 's' | 'f';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: Micros;
  readonly dur?: Micros;
  readonly cat?: string;
  readonly id?: number;
  readonly bp?: 'e';
  readonly args?: unknown;
}

interface Track {
  readonly pid: number;
  readonly tid: number;
}

/**
 * Facts as a JSON document in the Trace Event Format: hosts are its processes, processes its threads, each fact a slice
 * of one microsecond, and an arrow leads to the first fact of a turn from the last fact of the turn that caused it.
 */
export function chromeTrace(facts: readonly WorldFact[]): string {
  checkFacts(facts);
  for (const fact of facts) checkFact(fact);
  const tracks = tracksOf(facts);
  const events: TraceEvent[] = [...tracks.metadata];
  const lastOfTurn = new Map<number, WorldFact>();
  for (const fact of facts) {
    const track = tracks.of(fact);
    events.push({ ph: 'X', name: fact.body.kind, ...track, ts: fact.time, dur: 1, args: fact.body });
    const cause = lastOfTurn.get(fact.cause);
    if (cause !== undefined && !lastOfTurn.has(fact.sequence)) {
      const flow = { name: 'cause', cat: 'cause', id: fact.sequence } as const;
      events.push({ ph: 's', ...flow, ...tracks.of(cause), ts: cause.time });
      events.push({ ph: 'f', bp: 'e', ...flow, ...track, ts: fact.time });
    }
    lastOfTurn.set(fact.sequence, fact);
  }
  return jsonOf({ displayTimeUnit: 'ms', traceEvents: events });
}

function tracksOf(facts: readonly WorldFact[]): {
  readonly metadata: readonly TraceEvent[];
  of(fact: WorldFact): Track;
} {
  const hosts = new Map<string, number>();
  const processes = new Map<string, Track>();
  const metadata: TraceEvent[] = [];
  for (const { host, process } of facts) {
    let pid = hosts.get(host);
    if (pid === undefined) {
      pid = hosts.size + 1;
      hosts.set(host, pid);
      metadata.push({ ph: 'M', name: 'process_name', pid, tid: 0, args: { name: host } });
    }
    if (processes.has(process)) continue;
    const track = { pid, tid: processes.size + 1 };
    processes.set(process, track);
    metadata.push({ ph: 'M', name: 'thread_name', ...track, args: { name: process } });
  }
  return { metadata, of: ({ process }) => processes.get(process) ?? { pid: 0, tid: 0 } };
}
