import type { Path, Workload } from '@simlet/manifest';
import type { Finding } from './examination.ts';
import { containersOf } from './assumptions-of.ts';
import type { PlacedContainer } from './assumptions-of.ts';

/** The field of the pod that a finding is about: where a reader looks first. */
export function blamedPath(workload: Workload, { violation }: Finding): Path {
  const placed = blamedContainer(workload, violation.container);
  const fields = fieldsOf(violation.invariant).map((field) => [...(placed?.path ?? ['spec']), ...field]);
  return fields.find((path) => workload.locate(path) !== undefined) ?? placed?.path ?? ['spec'];
}

/** The container that a violation names (by instance or by name), or else the only one, or the first with a hook. */
function blamedContainer(workload: Workload, container: string | undefined): PlacedContainer | undefined {
  const all = containersOf(workload.pod);
  const name = container?.replace(/#\d+$/u, '');
  return (
    all.find((placed) => placed.container.name === name) ??
    all.find((placed) => placed.container.lifecycle !== undefined) ??
    all[0]
  );
}

/** The fields of a container that decide about a property, the most telling first. */
function fieldsOf(property: string): readonly Path[] {
  if (property.includes('prestop')) return [['lifecycle', 'preStop'], ['lifecycle']];
  if (property.includes('poststart')) return [['lifecycle', 'postStart'], ['lifecycle']];
  if (property.includes('ready')) return [['readinessProbe'], ['startupProbe'], ['lifecycle', 'postStart']];
  return [['lifecycle', 'preStop']];
}
