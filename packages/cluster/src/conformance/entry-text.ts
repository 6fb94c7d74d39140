import type { CompactContainerStatus, CompactStatus, Fact } from '@simlet/kubelet';
import { presentFields } from './canonical.ts';
import type { TraceEntry } from './trace.ts';

/** An entry of a trace on one line, without its time: `cri StopContainer begin p/main#0 timeoutSeconds=30`. */
export function entryText(entry: TraceEntry): string {
  const { tMs: _, ...body } = entry;
  // Recorded entries are facts with a time; an entry of a kind from elsewhere falls through to the plain form.
  const fact = body as unknown as Fact;
  switch (fact.kind) {
    case 'event':
      return `event ${fact.type} ${fact.reason} ${fact.pod} ${fact.fieldPath ?? '-'} x${fact.count} ${fact.message}`;
    case 'status':
      return `status ${fact.pod} ${statusText(fact.status)}`;
    default:
      return plainText(body);
  }
}

/** Fields whose values speak for themselves, in reading order; `place` fields are joined by slashes. */
const spoken = ['kind', 'call', 'op', 'hook', 'probe', 'signal', 'phase', 'event', 'handler'];
const place = ['pod', 'container', 'sandbox', 'image'];
const afterwards = ['result', 'outcome', 'cause'];

function plainText(body: object): string {
  const fields = new Map(presentFields(body));
  const take = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => {
      const value = fields.get(name);
      fields.delete(name);
      return value === undefined ? [] : [valueText(value)];
    });
  const parts = [...take(spoken), take(place).join('/'), ...take(afterwards)].filter((part) => part !== '');
  const rest = [...fields].map(([key, value]) => `${key}=${valueText(value)}`);
  return [...parts, ...rest].join(' ');
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function statusText(status: CompactStatus): string {
  const { phase, reason, message, observedGeneration } = status;
  const head = [
    phase,
    reason,
    message,
    observedGeneration === undefined ? undefined : `generation=${observedGeneration}`,
  ];
  const conditions = presentFields(status.conditions ?? {}).map(([type, value]) => `${type}=${valueText(value)}`);
  const containers = [...(status.initContainers ?? []), ...(status.containers ?? [])].map(containerText);
  return [head.filter((part) => part !== undefined).join(' '), ...containers, conditions.join(' ')].join(' | ');
}

function containerText(container: CompactContainerStatus): string {
  const flags = `${container.ready ? ' ready' : ''}${container.started ? ' started' : ''}`;
  const last = container.last === undefined ? '' : ` last=${container.last.id ?? '-'}:${container.last.reason ?? '-'}`;
  const exit = container.exitCode === undefined ? '' : `(${container.exitCode})`;
  const reason = container.reason === undefined ? '' : `:${container.reason}`;
  const restarts = ` restarts=${container.restartCount}`;
  return `${container.name} ${container.id ?? '-'} ${container.state}${reason}${exit}${flags}${restarts}${last}`;
}
