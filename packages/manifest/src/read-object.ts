import type { Pod, PodTemplate, Problem, WorkloadResource } from '@simlet/objects';
import { podFromTemplate, podTemplateOf, podTemplatePaths, validatePod, validateWorkload } from '@simlet/objects';
import type { FieldProblem } from './check-fields.ts';
import { checkFields } from './check-fields.ts';
import type { DiagnosticCode, Path } from './diagnostic.ts';
import { findPodTemplate, readingOf, searchPodTemplate } from './kinds.ts';
import { maximumContainers, maximumSeconds } from './limits.ts';
import type { Located } from './located.ts';
import { locatedAt, stringAt, valueExtentOf } from './located.ts';
import { plainObject } from './plain-value.ts';
import { excerpt } from './printable.ts';

/** One object of a document: what it is, and what is wrong with it. Paths start at the object. */
export interface ReadObject {
  readonly root: Located;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly content: ObjectContent;
  readonly problems: readonly FieldProblem[];
}

export type ObjectContent =
  | {
      readonly is: 'workload';
      readonly pod: Pod;
      readonly podPath: Path;
      readonly resource: WorkloadResource | undefined;
    }
  | { readonly is: 'other' }
  | { readonly is: 'unusable' };

/** Reads one object; a `List` is read into its items by `objectsOf` before. */
export function readObject(root: Located): ReadObject {
  const apiVersion = stringAt(root, ['apiVersion']) ?? '';
  const kind = stringAt(root, ['kind']) ?? '';
  const namespace = stringAt(root, ['metadata', 'namespace']);
  const base = {
    root,
    apiVersion: excerpt(apiVersion),
    kind: excerpt(kind),
    name: excerpt(stringAt(root, ['metadata', 'name']) ?? stringAt(root, ['metadata', 'generateName']) ?? '', 253),
    namespace: namespace === undefined ? undefined : excerpt(namespace, 63),
  };
  const headless = headProblem(root, apiVersion, kind);
  if (headless !== undefined) return { ...base, content: { is: 'unusable' }, problems: [headless] };
  const reading = readingOf(apiVersion, kind);
  switch (reading.how) {
    case 'refused':
      return { ...base, content: { is: 'unusable' }, problems: [kindProblem(root, reading.problem, 'error')] };
    case 'foreign':
      return { ...base, ...readForeign(root, kind) };
    case 'table': {
      const old = reading.problem === undefined ? [] : [kindProblem(root, reading.problem, 'warning')];
      const nameless = base.name === '' ? [namelessProblem(root, kind)] : [];
      const read = readKnown(root, reading.type, kind);
      return { ...base, content: read.content, problems: [...old, ...nameless, ...read.problems] };
    }
  }
}

type Content = Pick<ReadObject, 'content' | 'problems'>;

function readKnown(root: Located, type: string, kind: string): Content {
  const resourceKind = Object.keys(podTemplatePaths).find((name): name is WorkloadResource['kind'] => name === kind);
  const podPath = resourceKind === undefined ? findPodTemplate(root) : podTemplatePaths[resourceKind];
  const problems = checkFields(root, type, kind).map((problem) => softened(problem, podPath));
  if (podPath !== undefined && locatedAt(root, [...podPath, 'spec'])?.kind !== 'map')
    problems.push(noTemplate(root, kind, podPath));
  if (problems.some((problem) => problem.severity === 'error')) return { content: { is: 'unusable' }, problems };
  if (podPath === undefined) return { content: { is: 'other' }, problems };
  if (resourceKind === undefined) return foreignWorkload(root, kind, podPath, problems);
  // The table has the names and types of these fields, and the check against it found no error.
  const resource = withHead(plainObject(root, type), resourceKind);
  const invalid = validateWorkload(resource).map((problem) => invalidValue(root, problem, []));
  const pod = podTemplateOf(resource);
  const all = [...problems, ...invalid, ...notSimulated(root, pod, podPath)];
  return withProblems({ is: 'workload', pod, podPath, resource }, all);
}

function readForeign(root: Located, kind: string): Content {
  const usualPath = findPodTemplate(root);
  const podPath = usualPath ?? searchPodTemplate(root);
  const template = podPath === undefined ? undefined : locatedAt(root, podPath);
  if (podPath === undefined || template === undefined) return { content: { is: 'other' }, problems: [] };
  const problems = checkFields(template, 'PodTemplateSpec', 'template', podPath).flatMap(asForeign);
  if (problems.some((problem) => problem.severity === 'error'))
    return usualPath === undefined
      ? { content: { is: 'other' }, problems: [] }
      : { content: { is: 'unusable' }, problems };
  return foreignWorkload(root, kind, podPath, problems);
}

/** Such a kind may add fields of its own to the template and fill others in, names of containers for one. */
function asForeign(problem: FieldProblem): readonly FieldProblem[] {
  switch (problem.code) {
    case 'unknown-field':
    case 'misplaced-field':
      return problem.severity === 'warning' ? [] : [{ ...problem, severity: 'warning' }];
    case 'missing-field':
      return problem.path.at(-2) === 'containers' ? [] : [problem];
    default:
      return [problem];
  }
}

/** A container that its kind would name is called by its number. */
function withNames({ spec, ...template }: PodTemplate): PodTemplate {
  const named = spec.containers.map((container, index) => ({
    ...container,
    name: container.name ?? `container-${index}`,
  }));
  return { ...template, spec: { ...spec, containers: named } };
}

function foreignWorkload(root: Located, kind: string, podPath: Path, problems: readonly FieldProblem[]): Content {
  const metadata = locatedAt(root, ['metadata']);
  const template = locatedAt(root, podPath) ?? root;
  const owner = {
    kind,
    metadata: metadata?.kind === 'map' ? (plainObject(metadata, 'ObjectMeta') as Pod['metadata']) : {},
  };
  const pod = podFromTemplate(owner, withNames(plainObject(template, 'PodTemplateSpec') as unknown as PodTemplate));
  const invalid = validatePod(pod).map((problem) => invalidValue(root, problem, podPath));
  const all = [...problems, ...invalid, ...notSimulated(root, pod, podPath)];
  return withProblems({ is: 'workload', pod, podPath, resource: undefined }, all);
}

/** The API server would take such a pod; to simulate it would take minutes, or more time than a clock of microseconds has. */
function notSimulated(root: Located, { spec }: Pod, podPath: Path): readonly FieldProblem[] {
  const problem = (field: string, code: DiagnosticCode, message: string): FieldProblem => {
    const path = [...podPath, 'spec', field];
    return { severity: 'error', code, message, path, extent: valueExtentOf(root, path) };
  };
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const grace = spec.terminationGracePeriodSeconds ?? 0;
  const probes = containers.flatMap(({ livenessProbe, startupProbe, readinessProbe }) =>
    [livenessProbe, startupProbe, readinessProbe].map((probe) => {
      const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3, timeoutSeconds = 1 } = probe ?? {};
      return initialDelaySeconds + periodSeconds * failureThreshold + timeoutSeconds;
    }),
  );
  const long = `no more than ${maximumSeconds} s are simulated`;
  return [
    ...(containers.length > maximumContainers
      ? [
          problem(
            'containers',
            'too-many-containers',
            `the pod has ${containers.length} containers: no more than ${maximumContainers} are simulated`,
          ),
        ]
      : []),
    ...(grace > maximumSeconds
      ? [problem('terminationGracePeriodSeconds', 'too-long', `a grace period of ${grace} s: ${long}`)]
      : []),
    ...(Math.max(0, ...probes) > maximumSeconds
      ? [problem('containers', 'too-long', `a probe may fail for ${Math.max(...probes)} s: ${long}`)]
      : []),
  ];
}

function withProblems(content: ObjectContent, problems: readonly FieldProblem[]): Content {
  const broken = problems.some((problem) => problem.severity === 'error');
  return { content: broken ? { is: 'unusable' } : content, problems };
}

function invalidValue(root: Located, problem: Problem, prefix: Path): FieldProblem {
  const path = [...prefix, ...problem.path];
  return { ...problem, message: excerpt(problem.message, 200), path, extent: valueExtentOf(root, path) };
}

function withHead(value: unknown, kind: WorkloadResource['kind']): WorkloadResource {
  const apiVersion = kind === 'Pod' ? 'v1' : kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
  return { metadata: {}, ...(value as object), apiVersion, kind } as WorkloadResource;
}

/** What is missing outside of the pod template changes nothing about the life of a pod. */
function softened(problem: FieldProblem, podPath: Path | undefined): FieldProblem {
  const inside = podPath?.every((step, index) => problem.path[index] === step) ?? false;
  return problem.code === 'missing-field' && !inside ? { ...problem, severity: 'warning' } : problem;
}

function noTemplate(root: Located, kind: string, podPath: Path): FieldProblem {
  const message = `the ${kind} has no ${[...podPath, 'spec'].join('.')}, so there is no pod to run`;
  return headDiagnostic(root, 'missing-field', 'error', message);
}

function headProblem(root: Located, apiVersion: string, kind: string): FieldProblem | undefined {
  if (root.kind !== 'map') {
    const what = root.kind === 'list' ? 'a list' : 'a single value';
    return headDiagnostic(
      root,
      'not-an-object',
      'error',
      `the document is ${what}, not an object with apiVersion and kind`,
    );
  }
  if (apiVersion !== '' && kind !== '') return undefined;
  // Files of other tools live beside manifests: Helm values, pipelines, Compose files.
  const meant = apiVersion !== '' || kind !== '' || findPodTemplate(root) !== undefined;
  const code = kind === '' ? 'missing-kind' : 'missing-api-version';
  const missing = kind === '' ? (apiVersion === '' ? 'apiVersion and kind' : 'kind') : 'apiVersion';
  return headDiagnostic(
    root,
    code,
    meant ? 'error' : 'warning',
    `the document has no ${missing}, so it is no Kubernetes object`,
  );
}

function namelessProblem(root: Located, kind: string): FieldProblem {
  return headDiagnostic(root, 'missing-field', 'warning', `the ${kind} has no metadata.name, which is required`);
}

function headDiagnostic(
  root: Located,
  code: DiagnosticCode,
  severity: 'error' | 'warning',
  message: string,
): FieldProblem {
  return { severity, code, message, path: [], extent: { start: root.start, end: root.start } };
}

function kindProblem(
  root: Located,
  problem: { readonly code: DiagnosticCode; readonly message: string; readonly hint: string },
  severity: 'error' | 'warning',
): FieldProblem {
  const name = problem.code === 'unknown-kind' ? 'kind' : 'apiVersion';
  return {
    ...problem,
    message: excerpt(problem.message, 160),
    severity,
    path: [name],
    extent: locatedAt(root, [name]) ?? root,
  };
}
