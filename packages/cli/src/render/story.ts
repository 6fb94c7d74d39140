import type { Micros } from '@simlet/core';
import type { CriFact, ContainerFact, Fact, HookFact, RuntimeFact } from '@simlet/kubelet';
import { formatDuration } from '../duration.ts';
import { nameOf } from './lanes.ts';
import type { TimedFact } from './lanes.ts';

/** One line of the story of a run. */
export interface StoryLine {
  readonly time: Micros;
  /** `Normal` and `Warning` are Kubernetes events; a `FAULT` is what the run was made to suffer; others have none. */
  readonly level: 'Normal' | 'Warning' | 'FAULT' | '';
  readonly what: string;
  readonly note: string;
  /** The fact that it tells. */
  readonly fact?: Fact;
}

export interface StoryOptions {
  /** The text of the hooks of a container, as the manifest has it. */
  readonly hookText?: (container: string, hook: HookFact['hook']) => string | undefined;
}

/** The facts of a run that tell its story, in words and in their order; what is routine (calls that went well, probes that passed) is left out. */
export function storyOf(facts: readonly TimedFact[], options: StoryOptions = {}): readonly StoryLine[] {
  const lines: StoryLine[] = [];
  for (const { time, body } of facts) {
    const line = lineOf(body, time, facts, options);
    if (line === undefined) continue;
    const last = lines.at(-1);
    const repeats =
      last !== undefined && last.what === line.what && last.note === line.note && line.level === 'Warning';
    if (!repeats) lines.push(...cutOffs(body, time, facts), { time, ...line, fact: body });
  }
  return lines;
}

type Words = Omit<StoryLine, 'time' | 'fact'>;

function lineOf(body: Fact, time: Micros, facts: readonly TimedFact[], options: StoryOptions): Words | undefined {
  switch (body.kind) {
    case 'action':
      return body.op === 'create' || body.op === 'delete' || body.op.startsWith('kubelet')
        ? undefined
        : plain(body.op, [body.pod, body.container].filter((part) => part !== undefined).join(' '));
    case 'api':
      return apiLine(body);
    case 'hook':
      return body.phase === 'start' ? hookStart(body, facts, time, options) : hookEnd(body, facts, time);
    case 'signal':
      return plain(`${body.signal} to ${nameOf(body.container)}`, signalNote(body.container, time, facts));
    case 'container':
      return containerLine(body);
    case 'kubelet':
      return body.event === 'stopped'
        ? { level: 'FAULT', what: 'kubelet crash', note: hooksCutBy(body, time, facts) }
        : body.generation > 0
          ? plain('kubelet start', '')
          : undefined;
    case 'runtime':
      return body.event === 'started' ? plain('runtime start', '') : runtimeCrash(body);
    case 'event':
      return body.type === 'Warning' || body.reason === 'Killing'
        ? { level: body.type, what: body.reason, note: body.message }
        : undefined;
    case 'status':
      return statusLine(body, time, facts);
    case 'cri':
      return body.result === 'lost' ? lostAnswer(body) : undefined;
    case 'probe':
      return undefined;
  }
}

function runtimeCrash({ takesContainers }: RuntimeFact): Words {
  return { level: 'FAULT', what: 'runtime crash', note: takesContainers === true ? 'with its containers' : '' };
}

/** A call that is done for the runtime, and has failed for the kubelet. */
function lostAnswer({ call, container, image }: CriFact): Words {
  const of = container === undefined ? (image ?? '') : nameOf(container);
  return { level: 'FAULT', what: 'answer lost', note: `${call} ${of}`.trim() };
}

function plain(what: string, note: string): Words {
  return { level: '', what, note };
}

function apiLine(body: Extract<Fact, { kind: 'api' }>): Words | undefined {
  if (body.op === 'created') return plain('pod created', '');
  if (body.op === 'updated') return plain('pod updated', [body.container, body.image].filter(Boolean).join(' '));
  if (body.by === 'kubelet') return body.result === 'removed' ? plain('pod removed', '') : undefined;
  const grace = body.deletionGracePeriodSeconds;
  if (body.result === 'removed') return plain('pod removed at once', 'its containers may still run');
  if (body.result === 'notFound') return undefined;
  return plain('pod deleted', grace === undefined ? '' : `grace ${grace} s`);
}

function hookStart(body: HookFact, facts: readonly TimedFact[], time: Micros, options: StoryOptions): Words {
  const container = nameOf(body.container);
  const text = options.hookText?.(container, body.hook);
  return plain(`${titleOf(body, facts)}${runOf(body, facts, time)}`, text ?? `${body.handler} in ${container}`);
}

function hookEnd(body: HookFact, facts: readonly TimedFact[], time: Micros): Words | undefined {
  const what = `${titleOf(body, facts)}${runOf(body, facts, time)} ended`;
  const after = body.durMs === undefined ? '' : ` after ${formatDuration(body.durMs * 1_000)}`;
  switch (body.outcome) {
    case 'ok':
      return plain(what, `completed${after}`);
    case 'fail':
      return plain(what, `failed${after}`);
    case 'timeout':
      return plain(what, `timed out${after}`);
    case 'containerExited':
      return plain(what, `its container exited${after}`);
    case 'notRunning':
      return plain(what, 'not run: its container did not run');
    case 'canceled':
      return plain(what, `canceled${after}`);
    case 'lost':
      return { level: 'FAULT', what, note: `the kubelet did not hear how${after}` };
    case 'kubeletStop':
    case undefined:
      return undefined;
  }
}

/** `PreStop`, or `app PreStop` where there are several containers. */
function titleOf(body: HookFact, facts: readonly TimedFact[]): string {
  return hasSeveral(facts) ? `${nameOf(body.container)} ${hookName(body)}` : hookName(body);
}

function hookName({ hook }: HookFact): string {
  return hook === 'preStop' ? 'PreStop' : 'PostStart';
}

/** Whether more than one container has run, so that a hook must say whose it is. */
function hasSeveral(facts: readonly TimedFact[]): boolean {
  let first: string | undefined;
  return facts.some(({ body }) => {
    if (body.kind !== 'container') return false;
    first ??= nameOf(body.container);
    return nameOf(body.container) !== first;
  });
}

/** Which run of the hook it is, where there is more than one in the whole story. */
function runOf(body: HookFact, facts: readonly TimedFact[], time: Micros): string {
  const starts = facts.filter(
    (fact) =>
      fact.body.kind === 'hook' &&
      fact.body.phase === 'start' &&
      fact.body.hook === body.hook &&
      nameOf(fact.body.container) === nameOf(body.container),
  );
  if (starts.length < 2) return '';
  const own = starts.findLast(
    (fact) =>
      fact.time <= time &&
      fact.body.kind === 'hook' &&
      fact.body.container === body.container &&
      fact.body.delivery === body.delivery,
  );
  return own === undefined ? '' : `, run ${starts.indexOf(own) + 1}`;
}

/** When SIGKILL follows a stop signal, as the kubelet has told the runtime. */
function signalNote(container: string, time: Micros, facts: readonly TimedFact[]): string {
  const stop = facts.find(
    ({ body, time: at }) =>
      at === time &&
      body.kind === 'cri' &&
      body.call === 'StopContainer' &&
      body.phase === 'begin' &&
      body.container === container,
  );
  const seconds = stop?.body.kind === 'cri' ? stop.body.timeoutSeconds : undefined;
  return seconds === undefined ? '' : `SIGKILL follows in ${seconds} s`;
}

/** The PreStop hooks that a stop signal overtakes: from then on the kubelet does not wait for them. */
function cutOffs(signal: Fact, time: Micros, facts: readonly TimedFact[]): readonly StoryLine[] {
  if (signal.kind !== 'signal' || signal.signal !== 'SIGTERM') return [];
  return hooksRunning(time, facts)
    .filter(({ body }) => body.container === signal.container && body.hook === 'preStop')
    .map(({ body, time: start }) => ({
      time,
      level: '',
      what: `${titleOf(body, facts)}${runOf(body, facts, time)} cut off`,
      note: `after ${formatDuration(time - start)}: not waited for`,
    }));
}

/** What a crash interrupts: `PreStop had run for 3 s`, or `PreStop of a and b had just begun`. */
function hooksCutBy(crash: Fact, time: Micros, facts: readonly TimedFact[]): string {
  const several = hasSeveral(facts);
  const crashed = facts.findIndex(({ body }) => body === crash);
  const cut = new Map<string, { readonly hook: string; readonly ran: string; readonly containers: string[] }>();
  for (const { body, time: start } of hooksRunning(time, facts)) {
    // The runtime begins with a hook that the kubelet has asked for, also where the kubelet dies in between.
    const asked = facts.findIndex((fact) => fact.body === body) > crashed;
    const just = asked ? 'had just been asked for' : 'had just begun';
    const ran = time === start ? just : `had run for ${formatDuration(time - start)}`;
    const hook = hookName(body);
    const group = cut.get(`${hook} ${ran}`) ?? { hook, ran, containers: [] };
    group.containers.push(nameOf(body.container));
    cut.set(`${hook} ${ran}`, group);
  }
  return [...cut.values()]
    .map(({ hook, ran, containers }) => {
      return several ? `${hook} of ${[...new Set(containers)].join(' and ')} ${ran}` : `${hook} ${ran}`;
    })
    .join('; ');
}

interface TimedHook {
  readonly time: Micros;
  readonly body: HookFact;
}

/** The hooks that were started before or at `time` and had not ended before it. */
function hooksRunning(time: Micros, facts: readonly TimedFact[]): readonly TimedHook[] {
  const isEndOf = (start: HookFact, end: TimedFact): boolean =>
    end.body.kind === 'hook' &&
    end.body.phase === 'end' &&
    end.body.hook === start.hook &&
    end.body.container === start.container &&
    end.body.delivery === start.delivery;
  const cutByCrash = (end: TimedFact): boolean => end.body.kind === 'hook' && end.body.outcome === 'kubeletStop';
  const started = facts.filter(
    (fact): fact is TimedHook => fact.body.kind === 'hook' && fact.body.phase === 'start' && fact.time <= time,
  );
  return started.filter(
    ({ body }) =>
      !facts.some((end) => isEndOf(body, end) && (end.time < time || (end.time === time && !cutByCrash(end)))),
  );
}

const EXIT_NOTES: Readonly<Record<NonNullable<ContainerFact['cause']>, string>> = {
  self: 'by itself',
  injected: 'by itself',
  SIGTERM: 'after SIGTERM',
  SIGKILL: 'by SIGKILL: it had not ended by itself',
  sandboxDeath: 'its sandbox died',
};

function containerLine({ container, event, exitCode, cause }: ContainerFact): Words {
  const name = nameOf(container);
  if (event === 'running') return plain(`${name} runs`, '');
  return plain(`${name} exited${exitCode === undefined ? '' : ` ${exitCode}`}`, EXIT_NOTES[cause ?? 'self']);
}

function statusLine(
  body: Extract<Fact, { kind: 'status' }>,
  time: Micros,
  facts: readonly TimedFact[],
): Words | undefined {
  const ready = body.status.conditions['Ready'] === 'True';
  const before = facts.findLast(
    (fact) => fact.time < time && fact.body.kind === 'status' && fact.body.pod === body.pod,
  );
  const was = before?.body.kind === 'status' && before.body.status.conditions['Ready'] === 'True';
  if (ready && !was) return plain('pod ready', '');
  return !ready && was ? plain('pod not ready', '') : undefined;
}
