import { takesWords } from '../check/assumption.ts';
import { blamedPath } from '../check/blame.ts';
import { containersOf } from '../check/placed-container.ts';
import type { Examination, Finding, PropertyResult } from '../check/examination.ts';
import { violationSentence } from '../check/unknown-words.ts';
import { formatDuration } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import { printedFix } from './fix-text.ts';
import { codeFrame } from './code-frame.ts';
import { deviationWords } from './deviation-words.ts';
import { nameOf } from './lanes.ts';
import { cutMiddle, paint, printable, signsOf } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';
import type { ReportOptions } from './report-options.ts';
import { originOf, timeline, timelineTitle } from './timeline.ts';
import type { Origin } from './timeline.ts';

/** A counter-example as a reader meets it: the sentence, the line of the manifest, the time-line, the cause, the way back. */
export function findingText(
  result: PropertyResult,
  finding: Finding,
  examination: Examination,
  { terminal, verbose, replay }: ReportOptions,
): readonly string[] {
  const { workload } = examination;
  const { property, outcome } = result;
  const { dot } = signsOf(terminal);
  const title = [property.id, `${workload.kind}/${workload.name}`, ...containerWords(finding)].join(` ${dot} `);
  const word = outcome === 'depends' ? 'UNKNOWN' : 'FAIL';
  const painted = paint(terminal, outcome === 'depends' ? 'warning' : 'bad', word);
  const origin = originOf(finding.facts, brokenAt(finding));
  return [
    ...hanging(` ${painted}  `, title, terminal, word.length + 3),
    '',
    ...paragraph(violationSentence(finding), 3, terminal),
    ...(outcome === 'depends' ? paragraph(dependsSentence(finding), 3, terminal) : []),
    '',
    ...placeText(examination, finding, terminal),
    '',
    // A run that rests on a number that nobody gave is not drawn: its replay line shows it.
    ...(outcome === 'depends' && finding.harmIf === undefined && !verbose
      ? []
      : timelineText(examination, finding, origin, terminal)),
    ...causeText(examination, finding, terminal, origin),
    ...printedFix(examination, property.id, conditional(fixWords(examination.fix, property.id), outcome), terminal),
    ...labelled('Replay', replay(finding)),
    ...acceptText(property.id, terminal),
    ...labelled('More', `npx simlet explain ${property.id}`),
    '',
  ];
}

function timelineText(
  examination: Examination,
  finding: Finding,
  origin: Origin,
  terminal: Terminal,
): readonly string[] {
  const { workload } = examination;
  const containers = containersOf(workload.pod).map(({ container }) => container.name);
  const options = {
    facts: finding.facts,
    workload,
    containers,
    brokenAt: brokenAt(finding),
    breaking: finding.breaking,
  };
  const marksBreak = Number.isFinite(options.brokenAt);
  return [
    ...paragraph(timelineTitle(origin, marksBreak, terminal), 3, terminal),
    '',
    ...timeline(options, terminal),
    '',
  ];
}

/** The instant of the violation; one that is only found at the end of a run has none in the time-line. */
export function brokenAt({ violation, scenario }: Finding): number {
  return violation.time < scenario.untilMs * 1_000 ? violation.time : Number.POSITIVE_INFINITY;
}

function containerWords({ violation }: Finding): readonly string[] {
  return violation.container === undefined ? [] : [`container ${nameOf(violation.container)}`];
}

/** From which value on a property breaks, of a number that nobody gave: `app stops within 6 s or more`. */
export function dependsWords(finding: Finding): string {
  if (finding.harmIf !== undefined) return finding.harmIf;
  const faults = finding.deviations.some(({ name }) => name.startsWith('crash/')) ? ' and the kubelet restarts' : '';
  const numbers = finding.open.map(({ assumption, outcome, upwards }) => {
    if (assumption.subject === 'signal') return takesWords(assumption, '');
    const value = formatDuration(outcome);
    return takesWords(assumption, `${value} or ${upwards ? 'more' : 'less'}`);
  });
  return `${numbers.join(' and ')}${faults}`;
}

function dependsSentence(finding: Finding): string {
  if (finding.harmIf !== undefined) return `This matters if ${finding.harmIf}.`;
  const ranges = finding.open.map(({ assumption: { name, subject, least, most, because } }) => {
    if (subject === 'signal') return because;
    return `${name} was tried from ${formatDuration(least)} to ${formatDuration(most)} (${because})`;
  });
  return `This happens if ${dependsWords(finding)}; ${ranges.join('; ')}.`;
}

function placeText(examination: Examination, finding: Finding, terminal: Terminal): readonly string[] {
  const { workload } = examination;
  const place = workload.locateNearest(blamedPath(workload, finding));
  return [
    `   ${cutMiddle(printable(workload.file), terminal.width - 16, signsOf(terminal).ellipsis)}:${place.line}:${place.column}`,
    ...codeFrame(place, (line) => workload.lineText(line), '', terminal),
  ];
}

function causeText(examination: Examination, finding: Finding, terminal: Terminal, origin: Origin): readonly string[] {
  const words = deviationWords(finding.deviations, examination.assumptions, finding.facts, origin, true);
  const usual = finding.open.map(({ assumption }) => takesWords(assumption, formatDuration(assumption.usual)));
  const calm = usual.length === 0 ? '' : `, in which ${usual.join(' and ')}`;
  const sentences = words.length === 0 ? [`nothing out of the ordinary: it breaks in the calm run${calm}`] : words;
  return sentences.flatMap((sentence, index) =>
    hanging(`   ${(index === 0 ? 'Needs' : '').padEnd(LABEL_WIDTH)} `, sentence, terminal),
  );
}

/** What mends a property, in words. */
export function fixWords(fix: Examination['fix'], property: string): string | undefined {
  if (fix !== undefined && !('none' in fix) && fix.stays?.properties.includes(property) === true)
    return `none: ${fix.stays.none}`;
  if (fix?.properties.includes(property) !== true) return undefined;
  if ('none' in fix) return `none: ${fix.none}`;
  const { changes, properties, runs, leaves, stays } = fix;
  const what = properties.length === 1 ? 'it holds' : `${properties.join(' and ')} hold`;
  const but =
    leaves.length === 0 ? '' : `, but for a restart of the kubelet at the wrong moment (${leaves.join(', ')})`;
  const rest = stays === undefined ? '' : `; what no change of a number mends stays: ${stays.properties.join(', ')}`;
  return `${changes.join('; ')}: ${what} in ${runs} runs${but}${rest}`;
}

/** What rests on a number that nobody gave needs no fix where that number is never reached. */
function conditional(words: string | undefined, outcome: PropertyResult['outcome']): string | undefined {
  return words === undefined || outcome !== 'depends' || words.startsWith('none')
    ? words
    : `if that can happen: ${words}`;
}

/** Kubernetes promises delivery at least once: whether that is a fault of the manifest only its team can say. */
function acceptText(property: string, terminal: Terminal): readonly string[] {
  if (property !== 'prestop-once') return [];
  return hanging(
    `   ${'Accept'.padEnd(LABEL_WIDTH)} `,
    '--idempotent yes, if the hook bears to run twice; --idempotent no makes it a failure',
    terminal,
  );
}

const LABEL_WIDTH = 9;

/** A command is one line, however long: it is there to be pasted. */
function labelled(label: string, command: string): readonly string[] {
  return [`   ${label.padEnd(LABEL_WIDTH)} ${printable(command)}`];
}
