import { NODE_NAME } from '@simlet/cluster';
import type { Action } from '@simlet/cluster';
import { MILLISECOND, SECOND } from '@simlet/core';
import type { Micros } from '@simlet/core';
import type { ApiPod, CompactContainerStatus } from '@simlet/kubelet';
import type { Container } from '@simlet/objects';
import { age, shortAge } from '../describe/age.ts';
import { isDockerEra } from '../describe/docker-era.ts';
import type { PodSight } from '../describe/look-at.ts';
import { formatDuration } from '../duration.ts';
import { containerLines } from './describe-container.ts';
import type { ContainerPlace } from './describe-container.ts';
import { eventTable } from './describe-events.ts';
import { printable } from './paint.ts';
import { tabColumns } from './tab-columns.ts';
import { virtualSecond } from './virtual-second.ts';

/**
 * A pod as `kubectl describe pod` prints it, under a line that says which instant it is. Times are those of the run.
 * What is not modelled (service account, resources, volumes, tolerations and the like) is left out.
 * *Source:* kubectl pkg/describe, describePod.
 */
export function describePod(sight: PodSight): readonly string[] {
  const { at, version, pod, because } = sight;
  const why = because === undefined ? '' : `, ${because}`;
  const heading = `# ${pod.name} at ${formatDuration(at)} of the run${why}; Kubernetes ${version}`;
  const runtime = isDockerEra(version) ? 'docker' : 'containerd';
  const place: ContainerPlace = { uid: pod.uid, runtime };
  const { spec, status } = pod;
  const lines = [
    ...headLines(sight),
    ...containerSection('Init Containers', spec.initContainers ?? [], status.initContainers, place),
    ...containerSection('Containers', spec.containers, status.containers, place),
    ...conditionLines(pod),
    ...eventTable(sight.events, at, version),
  ];
  return [
    printable(heading),
    `# ${actionText(sight.actions)}`,
    ...tabColumns(lines.map((line) => line.split('\t').map(printable).join('\t'))),
  ];
}

/** What the operator does to the pod in the run, in virtual time as all times here. */
function actionText(actions: readonly Action[]): string {
  const words = actions.map(({ op, atMs }) => `${ACTION_WORDS[op]} at ${formatDuration(atMs * MILLISECOND)}`);
  return `all times are since the start of the run: ${words.join(', ')}`;
}

const ACTION_WORDS: Readonly<Record<Action['op'], string>> = {
  create: 'created',
  delete: 'deleted',
  addStaticPod: 'put into the folder of static manifests',
  removeStaticPod: 'taken out of the folder of static manifests',
  evict: 'evicted',
  preempt: 'preempted',
  nodeShutdown: 'the node shut down',
  updateImage: 'given another image',
  killContainer: 'a container killed',
  sandboxDeath: 'its sandbox killed',
  kubeletStop: 'the kubelet stopped',
  runtimeStop: 'the container runtime stopped',
  runtimeStart: 'the container runtime started',
  kubeletStart: 'the kubelet started',
  drain: 'node drained',
};

function headLines({ at, version, manifest, pod }: PodSight): readonly string[] {
  const { startTime, podIP, reason, message } = pod.status;
  const { priority, priorityClassName } = pod.spec;
  return [
    `Name:\t${pod.name}`,
    `Namespace:\t${pod.namespace}`,
    ...(priority === undefined ? [] : [`Priority:\t${priority}`]),
    ...(priorityClassName === undefined ? [] : [`Priority Class Name:\t${priorityClassName}`]),
    `Node:\t${NODE_NAME}`,
    ...(startTime === undefined ? [] : [`Start Time:\t${virtualSecond(startTime / SECOND)}`]),
    ...pairLines('Labels', manifest.metadata.labels, '='),
    ...pairLines('Annotations', manifest.metadata.annotations, ': '),
    ...phaseLines(pod, at, version),
    ...(reason === undefined ? [] : [`Reason:\t${reason}`]),
    ...(message === undefined ? [] : [`Message:\t${message}`]),
    `IP:\t${podIP ?? ''}`,
    ...(isDockerEra(version) ? [] : podIP === undefined ? ['IPs:\t<none>'] : ['IPs:', `  IP:\t${podIP}`]),
  ];
}

/** While a deletion is within its grace its time lies ahead, and kubectl says that it lasts `<invalid>`. */
function phaseLines(pod: ApiPod, at: Micros, version: string): readonly string[] {
  const { deletionTimestamp, deletionGracePeriodSeconds, status } = pod;
  const ended = status.phase === 'Failed' || status.phase === 'Succeeded';
  if (deletionTimestamp === undefined || ended) return [`Status:\t${status.phase}`];
  const second = Math.floor(deletionTimestamp / SECOND) * SECOND;
  const lasts = isDockerEra(version) ? shortAge(second, at) : age(second, at);
  return [`Status:\tTerminating (lasts ${lasts})`, `Termination Grace Period:\t${deletionGracePeriodSeconds ?? 0}s`];
}

function pairLines(
  title: string,
  pairs: Readonly<Record<string, string>> | undefined,
  between: string,
): readonly string[] {
  const names = Object.keys(pairs ?? {}).toSorted((left, right) => (left < right ? -1 : 1));
  if (names.length === 0) return [`${title}:\t<none>`];
  return names.map((name, index) => {
    const [first = '', ...more] = (pairs?.[name] ?? '').split('\n');
    const value = more.length === 0 ? first : `${first} ...`;
    return `${index === 0 ? `${title}:` : ''}\t${name}${between}${value}`;
  });
}

function containerSection(
  title: string,
  containers: readonly Container[],
  statuses: readonly CompactContainerStatus[] = [],
  place: ContainerPlace,
): readonly string[] {
  if (containers.length === 0) return [];
  return [
    `${title}:`,
    ...containers.flatMap((container) =>
      containerLines(
        container,
        statuses.find(({ name }) => name === container.name),
        place,
      ),
    ),
  ];
}

/** The order in which the kubelet writes them. */
const CONDITIONS: readonly string[] = [
  'DisruptionTarget',
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
];

function conditionLines({ status: { conditions } }: ApiPod): readonly string[] {
  const known = CONDITIONS.filter((type) => conditions[type] !== undefined);
  const others = Object.keys(conditions)
    .filter((type) => !CONDITIONS.includes(type))
    .toSorted((left, right) => (left < right ? -1 : 1));
  if (known.length + others.length === 0) return [];
  const rows = [...known, ...others].map((type) => `  ${type}\t${(conditions[type] ?? '').split(':')[0]}`);
  return ['Conditions:', '  Type\tStatus', ...rows];
}
