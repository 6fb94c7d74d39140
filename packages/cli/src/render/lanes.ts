import type { Micros } from '@simlet/core';
import type { ApiFact, ContainerFact, Fact, HookFact, KubeletFact, SignalFact } from '@simlet/kubelet';
import type { Lane, Mark, Span } from './lane.ts';

/** A fact of the model with its time. */
export interface TimedFact {
  readonly time: Micros;
  readonly body: Fact;
}

export interface LaneOptions {
  /** The containers to show, init containers first. */
  readonly containers: readonly string[];
  readonly until: Micros;
}

/** The rows of a run: the kubelet, each container with its hooks, and the grace period of the deletion. */
export function lanesOf(facts: readonly TimedFact[], { containers, until }: LaneOptions): readonly Lane[] {
  const lanes: Lane[] = [kubeletLane(facts, until)];
  const qualified = containers.length > 1;
  for (const container of containers) {
    const own = facts.filter(({ body }) => 'container' in body && nameOf(body.container ?? '') === container);
    if (own.every(({ body }) => body.kind !== 'container' && body.kind !== 'hook')) continue;
    lanes.push(containerLane(own, container, until));
    for (const hook of ['postStart', 'preStop'] as const) {
      const lane = hookLane(own, hook, qualified ? `${container} ${hook}` : hook, until);
      if (lane.spans.length > 0) lanes.push(lane);
    }
  }
  return [...lanes, ...graceLanes(facts, until)];
}

/** `main` of the instance name `main#2`. */
export function nameOf(instance: string): string {
  return instance.replace(/#\d+$/u, '');
}

function kubeletLane(facts: readonly TimedFact[], until: Micros): Lane {
  const spans: Span[] = [];
  const marks: Mark[] = [];
  let since: { readonly time: Micros; readonly up: boolean } | undefined;
  for (const { time, body } of facts) {
    if (!isKubelet(body)) continue;
    if (since !== undefined) spans.push({ from: since.time, to: time, shade: since.up ? 'running' : 'down' });
    since = { time, up: body.event === 'started' };
    if (!since.up) marks.push({ at: time, sign: 'cut' });
  }
  if (since !== undefined) spans.push({ from: since.time, to: until, shade: since.up ? 'running' : 'down' });
  return { label: 'kubelet', spans, marks };
}

function containerLane(facts: readonly TimedFact[], label: string, until: Micros): Lane {
  const spans: Span[] = [];
  const marks: Mark[] = [];
  for (const { time, body } of facts) {
    if (!isContainer(body) || body.event !== 'running') continue;
    const { container } = body;
    const end = facts.find(
      (fact) => isContainer(fact.body) && fact.body.event === 'exited' && fact.body.container === container,
    );
    const signal = facts.find((fact) => isSignal(fact.body) && fact.body.container === container);
    const to = end?.time ?? until;
    const stopping = Math.min(to, signal?.time ?? to);
    spans.push({ from: time, to: stopping, shade: 'running' });
    if (stopping < to) spans.push({ from: stopping, to, shade: 'stopping' });
    if (end !== undefined) marks.push({ at: end.time, sign: wasKilled(end.body) ? 'cut' : 'end' });
  }
  return { label, spans, marks };
}

function hookLane(facts: readonly TimedFact[], hook: HookFact['hook'], label: string, until: Micros): Lane {
  const spans: Span[] = [];
  const marks: Mark[] = [];
  let runs = 0;
  for (const { time, body } of facts) {
    if (!isHook(body) || body.hook !== hook || body.phase !== 'start') continue;
    runs += 1;
    const { container, delivery } = body;
    const end = facts.find(
      (fact) => isHook(fact.body) && fact.body.phase === 'end' && sameDelivery(fact.body, hook, container, delivery),
    );
    const to = end?.time ?? until;
    // From the stop signal on nobody waits for the hook any more.
    const signal = facts.find((fact) => isSignal(fact.body) && fact.body.container === container && fact.time < to);
    const cut = hook === 'preStop' && signal !== undefined ? Math.max(time, signal.time) : to;
    spans.push({ from: time, to: cut, shade: 'hook' });
    if (cut < to) spans.push({ from: cut, to, shade: 'abandoned' });
    marks.push({ at: time, sign: runs });
    const failed = cut < to || (end !== undefined && isHook(end.body) && end.body.outcome !== 'ok');
    if (failed) marks.push({ at: cut, sign: 'cut' });
    else if (end !== undefined) marks.push({ at: cut, sign: 'end' });
  }
  return { label, spans, marks };
}

function graceLanes(facts: readonly TimedFact[], until: Micros): readonly Lane[] {
  const deletions = facts.filter(
    (fact): fact is { time: Micros; body: ApiFact } =>
      isApi(fact.body) && fact.body.deletionGracePeriodSeconds !== undefined,
  );
  const first = deletions[0];
  const last = deletions.at(-1);
  if (first === undefined || last === undefined) return [];
  const seconds = last.body.deletionGracePeriodSeconds ?? 0;
  const end = last.time + seconds * 1_000_000;
  const spans: readonly Span[] = [{ from: first.time, to: Math.min(end, until), shade: 'budget' }];
  const marks: Mark[] = [{ at: first.time, sign: 'start' }];
  if (end <= until) marks.push({ at: end, sign: 'end' });
  return [{ label: `grace ${seconds}s`, spans, marks }];
}

function sameDelivery(fact: HookFact, hook: string, container: string, delivery: number | undefined): boolean {
  return fact.hook === hook && fact.container === container && fact.delivery === delivery;
}

function wasKilled(body: Fact): boolean {
  return isContainer(body) && (body.cause === 'SIGKILL' || body.cause === 'sandboxDeath');
}

function isKubelet(body: Fact): body is KubeletFact {
  return body.kind === 'kubelet';
}
function isContainer(body: Fact): body is ContainerFact {
  return body.kind === 'container';
}
function isSignal(body: Fact): body is SignalFact {
  return body.kind === 'signal';
}
function isHook(body: Fact): body is HookFact {
  return body.kind === 'hook';
}
function isApi(body: Fact): body is ApiFact {
  return body.kind === 'api';
}
