import type { Path } from './diagnostic.ts';
import { fieldTableRoots } from './field-table.generated.ts';
import type { Located } from './located.ts';
import { locatedAt, stringAt } from './located.ts';
import { nearestName } from './nearest-name.ts';

/** How an object is to be read, by its apiVersion and kind. */
export type KindReading =
  | { readonly how: 'table'; readonly type: string; readonly problem?: KindProblem }
  | { readonly how: 'foreign' }
  | { readonly how: 'refused'; readonly problem: KindProblem };

export interface KindProblem {
  readonly code: 'wrong-api-version' | 'unknown-kind';
  readonly message: string;
  readonly hint: string;
}

const known: ReadonlyMap<string, { readonly type: string; readonly apiVersion: string }> = new Map(
  Object.entries(fieldTableRoots).map(([root, type]) => {
    const at = root.lastIndexOf('/');
    return [root.slice(at + 1), { type, apiVersion: root.slice(0, at) }];
  }),
);

/** Removed versions whose pod templates read as today's. *Source*: Kubernetes deprecated API migration guide. */
const removed: readonly string[] = [
  'extensions/v1beta1',
  'apps/v1beta1',
  'apps/v1beta2',
  'batch/v1beta1',
  'batch/v2alpha1',
  'policy/v1beta1',
];

/** The kinds of `apps/v1` and `batch/v1` are all known, so that another name there is a mistake. */
const complete: readonly string[] = ['apps/v1', 'batch/v1'];

export function readingOf(apiVersion: string, kind: string): KindReading {
  const type = Object.hasOwn(fieldTableRoots, `${apiVersion}/${kind}`)
    ? fieldTableRoots[`${apiVersion}/${kind}`]
    : undefined;
  if (type !== undefined) return { how: 'table', type };
  const entry = known.get(kind);
  const builtIn = !apiVersion.split('/')[0]?.includes('.');
  if (entry !== undefined && builtIn) {
    const gone = removed.includes(apiVersion);
    const message = `apiVersion ${apiVersion} has no ${kind}${gone ? ' any more' : ''}`;
    const problem = { code: 'wrong-api-version', message, hint: `Write apiVersion: ${entry.apiVersion}.` } as const;
    return gone ? { how: 'table', type: entry.type, problem } : { how: 'refused', problem };
  }
  const near = nearestName(kind, known.keys());
  const meant = near === undefined ? undefined : known.get(near);
  const sameLetters = near?.toLowerCase() === kind.toLowerCase();
  if (near !== undefined && meant?.apiVersion === apiVersion && (sameLetters || complete.includes(apiVersion))) {
    const message = `apiVersion ${apiVersion} has no kind ${kind}: did you mean ${near}?`;
    return { how: 'refused', problem: { code: 'unknown-kind', message, hint: 'Kinds are case-sensitive.' } };
  }
  return { how: 'foreign' };
}

const templatePaths: readonly Path[] = [
  ['spec', 'template'],
  ['spec', 'jobTemplate', 'spec', 'template'],
  ['template'],
  ['spec', 'podTemplate'],
  ['spec', 'podTemplateSpec'],
  ['spec', 'template', 'spec', 'template'],
  ['spec', 'workload', 'spec', 'template'],
];

/** Where an object of any kind holds something that has the shape of a pod template, with at least one container. */
export function findPodTemplate(root: Located): Path | undefined {
  return templatePaths.find((path) => isPodTemplate(locatedAt(root, path)));
}

/** Templates lie no deeper, and are looked for no further. */
const deepestTemplate = 6;

/** The same for kinds that nobody here has heard of: the nearest such thing, wherever it is; of a list of them the first. */
export function searchPodTemplate(root: Located): Path | undefined {
  let level: readonly (readonly [Path, Located])[] = [[[], root]];
  for (let depth = 0; depth <= deepestTemplate; depth += 1) {
    const found = level.find(([path, node]) => path.length > 0 && isPodTemplate(node) && hasImages(node));
    if (found !== undefined) return found[0];
    level = level.flatMap(([path, node]) => below(node).map(([step, part]) => [[...path, step], part] as const));
  }
  return undefined;
}

function below(node: Located): readonly (readonly [string | number, Located])[] {
  if (node.kind === 'list') return node.items.slice(0, 1).map((item) => [0, item]);
  return node.kind === 'map' ? [...node.entries].map(([key, { value }]) => [key, value]) : [];
}

/** A pattern of a policy has the shape of a pod template too, but no image that could be pulled. */
function hasImages(node: Located): boolean {
  const containers = locatedAt(node, ['spec', 'containers']);
  const images = containers?.kind === 'list' ? containers.items.map((item) => stringAt(item, ['image'])) : [];
  return images.every((image) => image !== undefined && !/[*?!|]/.test(image));
}

function isPodTemplate(node: Located | undefined): boolean {
  const containers = node === undefined ? undefined : locatedAt(node, ['spec', 'containers']);
  return containers?.kind === 'list' && containers.items.some((item) => item.kind === 'map');
}
