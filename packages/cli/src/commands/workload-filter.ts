import type { Workload } from '@simlet/manifest';
import { UsageError } from '../usage-error.ts';

/** The flags that choose among the workloads that were read. */
export interface FilterFlags {
  readonly workload?: string;
  readonly kind?: readonly string[];
  readonly selector?: string;
  /** Only files that changed since this commit; true: since HEAD. */
  readonly changed?: string | boolean;
}

/** Whether a workload is one of those that the flags ask for. */
export function workloadFilter({ workload, kind = [], selector }: FilterFlags): (one: Workload) => boolean {
  const terms = selector === undefined ? [] : selector.split(',').map(termOf);
  const kinds = kind.map((one) => one.toLowerCase());
  return (one) =>
    isNamed(one, workload) &&
    (kinds.length === 0 || kinds.includes(one.kind.toLowerCase())) &&
    terms.every((matches) => matches(labelsOf(one)));
}

/** `Kind/name`, or the name alone; as kubectl does, without regard to the case of the kind. */
function isNamed({ kind, name }: Workload, wanted: string | undefined): boolean {
  if (wanted === undefined || wanted === name) return true;
  const slash = wanted.indexOf('/');
  return wanted.slice(0, slash).toLowerCase() === kind.toLowerCase() && wanted.slice(slash + 1) === name;
}

type Labels = Readonly<Record<string, string>>;

/** Those of the object, and of its pods where it has none of that name. */
function labelsOf({ resource, pod }: Workload): Labels {
  return { ...pod.metadata.labels, ...resource?.metadata.labels };
}

/** `app=web`, `app==web`, `app!=web`, `app` or `!app`, as kubectl reads them. */
function termOf(text: string): (labels: Labels) => boolean {
  const [, key = '', operator, value = ''] = /^([\w./-]+)(==|=|!=)([\w.-]*)$/u.exec(text.trim()) ?? [];
  if (operator !== undefined) return (labels) => (labels[key] === value) === (operator !== '!=');
  const [, not, name = ''] = /^(!?)([\w./-]+)$/u.exec(text.trim()) ?? [];
  if (name === '') throw new UsageError(`--selector ${text}: expected labels such as app=web,tier!=cache`);
  return (labels) => Object.hasOwn(labels, name) === (not === '');
}
