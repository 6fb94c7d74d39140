import { blamedPath } from '../check/blame.ts';
import { containersOf } from '../check/assumptions-of.ts';
import type { Examination, Finding, PropertyResult } from '../check/examination.ts';
import { formatDuration } from '../duration.ts';
import type { Terminal } from '../terminal.ts';
import { codeFrame } from './code-frame.ts';
import { deviationWords } from './deviation-words.ts';
import { paint, printable, signsOf, wrap } from './paint.ts';
import { originOf, timeline } from './timeline.ts';

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
  const zero = origin.is === 'delete' ? 'virtual time, 0 s is the delete' : 'virtual time, 0 s is the creation';
  const containers = containersOf(workload.pod).map(({ container }) => container.name);
  const full = { facts: finding.facts, workload, containers, brokenAt: brokenAt(finding) };
  return [
    ` ${word}  ${paint(terminal, 'strong', printable(title))}`,
    '',
    ...paragraph(sentenceOf(finding), terminal),
    ...(finding.open.length === 0 ? [] : paragraph(dependsSentence(finding), terminal)),
    '',
    ...placeText(examination, finding, terminal),
    '',
    `   Time-line ${dot} ${zero}`,
    '',
    ...timeline(full, terminal),
    '',
    ...causeText(examination, finding, terminal, origin.time),
    ...labelled('Replay', replay),
    ...labelled('More', `npx simlet explain ${property.id}`),
    '',
  ];
}

/** The instant of the violation; one that is only found at the end of a run has none in the time-line. */
function brokenAt({ violation, scenario }: Finding): number {
  return violation.time < scenario.untilMs * 1_000 ? violation.time : Number.POSITIVE_INFINITY;
}

function containerWords({ violation }: Finding): readonly string[] {
  return violation.container === undefined ? [] : [`container ${violation.container.replace(/#\d+$/u, '')}`];
}

function sentenceOf({ violation }: Finding): string {
  return /[.!?]$/u.test(violation.message) ? violation.message : `${violation.message}.`;
}

/** From which value on a property breaks, of a number that nobody gave. */
export function dependsWords(finding: Finding): string {
  return finding.open
    .map(({ assumption, outcome }) => {
      const value = formatDuration(outcome);
      return `${assumption.name} ${outcome > assumption.usual ? 'from' : 'up to'} ${value}${outcome > assumption.usual ? ' on' : ''}`;
    })
    .join(', ');
}

function dependsSentence(finding: Finding): string {
  const ranges = finding.open.map(({ assumption: { name, least, most, because } }) => {
    return `${name} was tried from ${formatDuration(least)} to ${formatDuration(most)} (${because})`;
  });
  return `It breaks with ${dependsWords(finding)}; ${ranges.join('; ')}.`;
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

function causeText(examination: Examination, finding: Finding, terminal: Terminal, origin: number): readonly string[] {
  const words = deviationWords(finding.deviations, examination.assumptions, finding.facts, origin);
  if (words.length === 0) return labelled('Needs', 'nothing out of the ordinary: every run of this kind is like it');
  return words.flatMap((sentence, index) =>
    wrap(printable(sentence), terminal.width - 14).map((line, part) =>
      `   ${(index === 0 && part === 0 ? 'Needs' : '').padEnd(9)} ${line}`,
    ),
  );
}

/** The replay line is one line, however long: it is there to be pasted. */
function labelled(label: string, text: string): readonly string[] {
  return [`   ${label.padEnd(9)} ${text}`];
}
