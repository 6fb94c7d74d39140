import { promises } from '@simlet/properties';
import { printable } from '../render/paint.ts';
import { isFailing } from './failing.ts';
import { fingerprintOf } from './fingerprint.ts';
import { foundIn, objectName } from './finding-line.ts';
import type { Found } from './finding-line.ts';
import type { Reporter } from './reporter.ts';
import type { CheckResult, ResultPlace, ResultStep } from './result.ts';
import { safeJson } from './safe-json.ts';
import { formatClock } from '../duration.ts';
import { uriOf } from './uri-of.ts';

/** The schema that the output keeps to. */
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * SARIF 2.1.0, as code scanning reads it: a result for each thing found at its line of the manifest, the time-line of its
 * counter-example as a code flow, and mistakes in manifests under the rules `manifest/…`.
 */
export function sarifReporter(): Reporter {
  return { begin: () => '', workload: () => '', end: (result) => `${safeJson(logOf(result), 2)}\n` };
}

function logOf(result: CheckResult): object {
  const found = foundIn(result);
  const used = new Map(found.map(({ property }) => [property.id, property.sentence]));
  const explained = new Map(promises.map(({ id, explain }) => [id, explain]));
  const ofProperties = [...used].map(([id, sentence]) => {
    const explain = explained.get(id);
    return { id, shortDescription: text(sentence), ...(explain === undefined ? {} : { help: text(explain) }) };
  });
  const codes = [...new Set(result.diagnostics.map(({ code }) => code))];
  const rules = [
    ...ofProperties,
    ...codes.map((code) => ({ id: `manifest/${code}`, shortDescription: text(code.replaceAll('-', ' ')) })),
  ];
  const indexOf = (id: string): number => rules.findIndex((rule) => rule.id === id);
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'simlet', version: result.simlet, semanticVersion: result.simlet, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [invocationOf(result)],
        results: [
          ...result.diagnostics.map((diagnostic) => {
            const id = `manifest/${diagnostic.code}`;
            const said =
              diagnostic.hint === undefined ? diagnostic.message : `${diagnostic.message}. ${diagnostic.hint}`;
            return {
              ruleId: id,
              ruleIndex: indexOf(id),
              level: diagnostic.severity,
              message: text(said),
              locations: [location(diagnostic.file, diagnostic)],
            };
          }),
          ...found.map((one) => resultOf(one, indexOf(one.property.id), result)),
        ],
      },
    ],
  };
}

function invocationOf({ unreadable, summary }: CheckResult): object {
  const notifications = unreadable.map(({ name, message }) => ({
    level: 'error',
    message: text(`${name}: ${message}`),
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(name) } } }],
  }));
  return {
    executionSuccessful: unreadable.length === 0 && summary.interrupted === undefined,
    exitCode: summary.exitCode,
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}

function resultOf({ workload, property }: Found, ruleIndex: number, { failOn }: CheckResult): object {
  const { counterExample, words, outcome, id } = property;
  const example = counterExample;
  const said = [
    `${objectName(workload)}: ${example?.message ?? words}`,
    ...(outcome === 'depends' ? [`It ${words}.`] : []),
    ...(example?.fix === undefined ? [] : [`Fix: ${example.fix}`]),
    ...(example === undefined ? [] : [`Replay: ${example.replay}`]),
  ];
  return {
    ruleId: id,
    ruleIndex,
    level: isFailing(outcome, failOn) ? 'error' : 'warning',
    message: text(said.join('\n')),
    locations: [location(workload.file, example?.place ?? { line: workload.line, column: 1 }, objectName(workload))],
    partialFingerprints: { 'simletFinding/v1': fingerprintOf(workload, property) },
    ...(example === undefined || example.timeline.length === 0
      ? {}
      : { codeFlows: [{ threadFlows: [{ locations: example.timeline.map((step) => stepOf(step, workload.file)) }] }] }),
  };
}

function stepOf(step: ResultStep, file: string): object {
  const words = [step.level === 'FAULT' ? 'fault: ' : '', step.what, step.note === '' ? '' : `: ${step.note}`].join('');
  return {
    location: { ...location(file, step), message: text(`${formatClock(step.time)} s  ${words}`) },
    ...(step.level === 'FAULT' || step.level === 'Warning' ? { importance: 'essential' } : {}),
  };
}

function location(file: string, place: ResultPlace, object?: string): object {
  const { line, column, endColumn } = place;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: {
        startLine: line,
        startColumn: column,
        ...(endColumn === undefined ? {} : { endLine: line, endColumn }),
      },
    },
    ...(object === undefined
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: printable(object), kind: 'resource' }] }),
  };
}

/** A message of plain text; `[words](address)` would be a link. */
function text(words: string): { readonly text: string } {
  const lines = words.split('\n').map((line) => printable(line));
  return { text: lines.join('\n').replaceAll('](', '] (') };
}
