import { blamedPath } from '../check/blame.ts';
import { containersOf } from '../check/assumptions-of.ts';
import type { Examination, Finding, PropertyResult } from '../check/examination.ts';
import { formatDuration } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import { codeFrame } from './code-frame.ts';
import { deviationWords } from './deviation-words.ts';
import { nameOf } from './lanes.ts';
import { paint, printable, signsOf, wrap } from './paint.ts';
import { originOf, timeline, timelineTitle } from './timeline.ts';
import type { Origin } from './timeline.ts';

/** A counter-example as a reader meets it: the sentence, the line of the manifest, the time-line, the cause, the way back. */
export function findingText(
  result: PropertyResult,
  finding: Finding,
  examination: Examination,
  replay: string,
  terminal: Terminal,
): readonly string[] {
  const { workload } = examination;
  const { property, outcome } = result;
  const { dot } = signsOf(terminal);
  const title = [property.id, `${workload.kind}/${workload.name}`, ...containerWords(finding)].join(` ${dot} `);
  const word = outcome === 'depends' ? paint(terminal, 'warning', 'DEPENDS') : paint(terminal, 'bad', 'FAIL');
  const origin = originOf(finding.facts, brokenAt(finding));
  return [
    ` ${word}  ${paint(terminal, 'strong', printable(title))}`,
    '',
    ...paragraph(sentenceOf(finding), terminal),
    ...(outcome === 'depends' ? paragraph(dependsSentence(finding), terminal) : []),
    '',
    ...placeText(examination, finding, terminal),
    '',
    // A run that rests on a number that nobody gave is not drawn: its replay line shows it.
    ...(outcome === 'depends' ? [] : timelineText(examination, finding, origin, terminal)),
    ...causeText(examination, finding, terminal, origin),
    ...labelled('Replay', replay),
    ...labelled('More', `npx simlet explain ${property.id}`),
    '',
  ];
}

function timelineText(examination: Examination, finding: Finding, origin: Origin, terminal: Terminal): readonly string[] {
  const { workload } = examination;
  const containers = containersOf(workload.pod).map(({ container }) => container.name);
  const options = { facts: finding.facts, workload, containers, brokenAt: brokenAt(finding) };
  const marksBreak = Number.isFinite(options.brokenAt);
  return [`   ${timelineTitle(origin, marksBreak, terminal)}`, '', ...timeline(options, terminal), ''];
}

/** The instant of the violation; one that is only found at the end of a run has none in the time-line. */
function brokenAt({ violation, scenario }: Finding): number {
  return violation.time < scenario.untilMs * 1_000 ? violation.time : Number.POSITIVE_INFINITY;
}

function containerWords({ violation }: Finding): readonly string[] {
  return violation.container === undefined ? [] : [`container ${nameOf(violation.container)}`];
}

/** The sentence of the violation; the first instance of a container goes by the name of the container. */
function sentenceOf({ violation }: Finding): string {
  const message = violation.message.replaceAll(/(?<=[a-z0-9])#0\b/gu, '');
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

/** From which value on a property breaks, of a number that nobody gave: `app stops within 6 s or more`. */
export function dependsWords(finding: Finding): string {
  const faults = finding.deviations.some(({ name }) => name.startsWith('crash/')) ? ' and the kubelet restarts' : '';
  const numbers = finding.open.map(({ assumption, outcome }) => {
    const value = formatDuration(outcome);
    const more = outcome > assumption.usual;
    switch (assumption.subject) {
      case 'preStop':
        return `PreStop of ${assumption.container} takes ${value} or ${more ? 'more' : 'less'}`;
      case 'postStart':
        return `PostStart of ${assumption.container} takes ${value} or ${more ? 'more' : 'less'}`;
      case 'stop':
        return `${assumption.container} needs ${value} or ${more ? 'more' : 'less'} to stop`;
      case 'run':
        return `${assumption.container} runs for ${value} or ${more ? 'more' : 'less'}`;
    }
  });
  return `${numbers.join(' and ')}${faults}`;
}

function dependsSentence(finding: Finding): string {
  const ranges = finding.open.map(({ assumption: { name, least, most, because } }) => {
    return `${name} was tried from ${formatDuration(least)} to ${formatDuration(most)} (${because})`;
  });
  return `This happens if ${dependsWords(finding)}; ${ranges.join('; ')}.`;
}

function paragraph(text: string, terminal: Terminal): readonly string[] {
  return wrap(printable(text), terminal.width - 4).map((line) => `   ${line}`);
}

function placeText(examination: Examination, finding: Finding, terminal: Terminal): readonly string[] {
  const { workload } = examination;
  const place = workload.locateNearest(blamedPath(workload, finding));
  return [
    `   ${printable(workload.file)}:${place.line}:${place.column}`,
    ...codeFrame(place, (line) => workload.lineText(line), '', terminal),
  ];
}

function causeText(examination: Examination, finding: Finding, terminal: Terminal, origin: Origin): readonly string[] {
  const words = deviationWords(finding.deviations, examination.assumptions, finding.facts, origin);
  if (words.length === 0) return labelled('Needs', 'nothing out of the ordinary: it breaks in the calm run');
  return words.flatMap((sentence, index) =>
    wrap(printable(sentence), terminal.width - 14).map((line, part) => {
      const label = index === 0 && part === 0 ? 'Needs' : '';
      return `   ${label.padEnd(9)} ${line}`;
    }),
  );
}

/** The replay line is one line, however long: it is there to be pasted. */
function labelled(label: string, text: string): readonly string[] {
  return [`   ${label.padEnd(9)} ${text}`];
}
