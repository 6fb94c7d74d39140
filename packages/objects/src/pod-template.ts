import type { ObjectMeta, Pod, PodTemplate } from './pod.ts';
import type { WorkloadKind, WorkloadResource } from './workload-resource.ts';

/** From the root of a workload to its pod template; a Pod is its own. */
export const podTemplatePaths: Readonly<Record<WorkloadKind, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

/** The Pod that the workload makes as number `index`, counting from 0. */
export function podTemplateOf(resource: WorkloadResource, index = 0): Pod {
  switch (resource.kind) {
    case 'Pod':
      return resource.metadata.name === undefined ? podFromTemplate(resource, resource, index) : resource;
    case 'CronJob':
      return podFromTemplate(resource, resource.spec.jobTemplate.spec.template, index);
    case 'StatefulSet':
      return podFromTemplate(resource, resource.spec.template, (resource.spec.ordinals?.start ?? 0) + index);
    default:
      return podFromTemplate(resource, resource.spec.template, index);
  }
}

/**
 * A Pod made from the template of any object: its labels and annotations, the object's namespace, and a name from the
 * object's and the index. A controller other than a StatefulSet draws a random suffix; here it is always the index, so that
 * the same manifest gives the same story.
 */
export function podFromTemplate(
  owner: { readonly kind: string; readonly metadata: ObjectMeta },
  template: PodTemplate,
  index = 0,
): Pod {
  const { namespace } = owner.metadata;
  const { labels, annotations } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${baseName(owner)}-${index}`,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: template.spec,
  };
}

/** *Source*: names made from a base are cut to 58 characters before the suffix (k8s.io/apiserver/pkg/storage/names). */
function baseName(owner: { readonly kind: string; readonly metadata: ObjectMeta }): string {
  const { name, generateName } = owner.metadata;
  const base = name ?? generateName ?? owner.kind.toLowerCase();
  return base.slice(0, 58).replace(/[-.]+$/, '');
}
