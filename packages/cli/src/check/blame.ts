import type { Path, Workload } from '@simlet/manifest';
import type { Violation } from '@simlet/properties';
import type { Finding } from './examination.ts';
import { containersOf } from './placed-container.ts';
import type { PlacedContainer } from './placed-container.ts';

/** The field of the pod that a finding is about: where a reader looks first. */
export function blamedPath(workload: Workload, { violation }: Finding): Path {
  const placed = blamedContainer(workload, violation.container);
  const base = placed?.path ?? ['spec'];
  const paths = fieldsOf(violation).map((field) => (field[0] === 'spec' ? field : [...base, ...field]));
  return paths.find((path) => workload.locate(path) !== undefined) ?? [...base, 'name'];
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

const GRACE: Path = ['spec', 'terminationGracePeriodSeconds'];

function hookFields(hook: 'preStop' | 'postStart'): readonly Path[] {
  const fields: readonly Path[] = [['exec', 'command'], ['exec'], ['httpGet'], ['sleep'], ['tcpSocket'], []];
  return fields.map((field) => ['lifecycle', hook, ...field]);
}

/** The fields that decide about a property, of the container or (with `spec` in front) of the pod, the most telling first. */
function fieldsOf({ invariant: property, message }: Violation): readonly Path[] {
  const aboutPostStart = property.includes('poststart') || (property.includes('hook') && message.includes('postStart'));
  if (aboutPostStart) return hookFields('postStart');
  if (property.includes('probe')) return [['livenessProbe'], ['startupProbe']];
  if (property.includes('ready')) return [['startupProbe'], ['readinessProbe'], ...hookFields('postStart')];
  if (property === 'exits-before-sigkill') return [GRACE, ...hookFields('preStop')];
  return property.includes('prestop') || property.includes('hook') ? hookFields('preStop') : [];
}
