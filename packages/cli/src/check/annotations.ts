import type { Workload } from '@simlet/manifest';
import { didYouMean } from '../did-you-mean.ts';
import type { DurationFlag } from './duration-flag.ts';
import { parseDurationFlag } from './duration-flag.ts';
import type { Idempotence } from './harm.ts';
import type { ModelSettings } from './settings.ts';

/** The prefix of the annotations by which a manifest tells what a flag would. */
export const PREFIX = 'simlet.dev/';

const DURATIONS: readonly (readonly [key: 'hook' | 'start' | 'stop' | 'run', annotation: string])[] = [
  ['hook', 'hook-seconds'],
  ['start', 'start-seconds'],
  ['stop', 'stop-seconds'],
  ['run', 'run-seconds'],
];

/** Of the pod template and of the object around it; those of the template win. */
function annotationsOf({ pod, resource }: Workload): ReadonlyMap<string, string> {
  const all = [
    ...Object.entries(resource?.metadata.annotations ?? {}),
    ...Object.entries(pod.metadata.annotations ?? {}),
  ];
  return new Map(all.flatMap(([name, value]) => (name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value]] : [])));
}

/** The settings with what the annotations of a workload tell; flags win over them. */
export function withAnnotations(workload: Workload, settings: ModelSettings): ModelSettings {
  const annotations = annotationsOf(workload);
  const told = (annotation: string): readonly DurationFlag[] =>
    (annotations.get(annotation) ?? '').split(/[,\s]+/u).flatMap((text) => parseDurationFlag(text) ?? []);
  const durations = DURATIONS.map(([key, annotation]) => [key, [...told(annotation), ...settings[key]]] as const);
  return { ...settings, ...Object.fromEntries(durations) };
}

/** Whether its PreStop hooks bear to run twice, by its annotation. */
export function annotatedIdempotence(workload: Workload): Idempotence | undefined {
  const value = annotationsOf(workload).get('idempotent');
  return value === 'yes' || value === 'no' ? value : undefined;
}

/** Why a property is to be left out, by the annotation `ignore: "property: reason"`, several of them on lines of their own. */
export function ignoredFor(workload: Workload, property: string): string | undefined {
  return ignoresOf(workload).find((one) => one.property === property && one.reason !== '')?.reason;
}

/** What is wrong with that annotation, a sentence each: it would do nothing without a word otherwise. */
export function ignoreProblems(workload: Workload, known: readonly string[]): readonly string[] {
  return ignoresOf(workload).flatMap(({ property, reason }) => {
    if (!known.includes(property)) return [`${PREFIX}ignore: no property ${property}${didYouMean(property, known)}`];
    return reason === '' ? [`${PREFIX}ignore: ${property} needs a reason: "${property}: why"`] : [];
  });
}

function ignoresOf(workload: Workload): readonly { readonly property: string; readonly reason: string }[] {
  const lines = (annotationsOf(workload).get('ignore') ?? '').split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [property = '', ...reason] = line.split(':');
    return { property: property.trim(), reason: reason.join(':').trim() };
  });
}
