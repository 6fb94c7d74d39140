import type { CompactContainerStatus, CompactTermination } from '@simlet/kubelet';
import { containerHash } from '@simlet/kubelet';
import type { Container } from '@simlet/objects';
import { probeText } from './describe-probe.ts';
import { virtualSecond } from './virtual-second.ts';

/** What the lines of a container need to know beside the container. */
export interface ContainerPlace {
  readonly uid: string;
  /** `docker` or `containerd`: the scheme of container ids. */
  readonly runtime: string;
}

/**
 * The lines of a container, with tabs after the names of fields. Resources, environment and mounts are not modelled and
 * left out; hooks are nothing that kubectl prints. *Source:* kubectl pkg/describe, describeContainers.
 */
export function containerLines(
  container: Container,
  status: CompactContainerStatus | undefined,
  place: ContainerPlace,
): readonly string[] {
  const id = status?.id === undefined ? '' : `${place.runtime}://${containerHash(place.uid, status.id)}`;
  return [
    `  ${container.name}:`,
    ...(status === undefined ? [] : [`    Container ID:\t${id}`]),
    `    Image:\t${container.image}`,
    ...portLines(container),
    ...wordLines('Command', container.command),
    ...wordLines('Args', container.args),
    ...(status === undefined ? [] : statusLines(status)),
    ...probeLines(container),
  ];
}

function portLines({ ports = [] }: Container): readonly string[] {
  const texts = ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol ?? 'TCP'}`);
  return [`    ${texts.length > 1 ? 'Ports' : 'Port'}:\t${texts.length === 0 ? '<none>' : texts.join(', ')}`];
}

function wordLines(title: string, words: readonly string[] = []): readonly string[] {
  if (words.length === 0) return [];
  return [`    ${title}:`, ...words.flatMap((word) => word.split('\n').map((line) => `      ${line}`))];
}

function statusLines(status: CompactContainerStatus): readonly string[] {
  return [
    ...stateLines('State', status),
    ...(status.last?.state === 'terminated' ? stateLines('Last State', status.last) : []),
    `    Ready:\t${status.ready ? 'True' : 'False'}`,
    `    Restart Count:\t${status.restartCount}`,
  ];
}

function stateLines(title: string, state: CompactContainerStatus | CompactTermination): readonly string[] {
  const reason = state.reason === undefined || state.reason === '' ? [] : [`      Reason:\t${state.reason}`];
  switch (state.state) {
    case 'running':
      return [`    ${title}:\tRunning`, `      Started:\t${virtualSecond(state.startedAtS)}`];
    case 'waiting':
      return [`    ${title}:\tWaiting`, ...reason];
    case 'terminated':
      return [
        `    ${title}:\tTerminated`,
        ...reason,
        ...(state.message === undefined || state.message === '' ? [] : [`      Message:\t${state.message}`]),
        `      Exit Code:\t${state.exitCode ?? 0}`,
        `      Started:\t${virtualSecond(state.startedAtS)}`,
        `      Finished:\t${virtualSecond(state.finishedAtS)}`,
      ];
  }
}

function probeLines({ livenessProbe, readinessProbe, startupProbe }: Container): readonly string[] {
  const titled = [
    ['Liveness', livenessProbe],
    ['Readiness', readinessProbe],
    ['Startup', startupProbe],
  ] as const;
  return titled.flatMap(([title, probe]) => (probe === undefined ? [] : [`    ${title}:\t${probeText(probe)}`]));
}
