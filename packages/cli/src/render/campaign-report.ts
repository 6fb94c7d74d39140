import { formatDeviations } from '@simlet/explorer';
import type { Campaign } from '@simlet/explorer';
import { marks as allMarks } from '@simlet/properties';
import type { CampaignSpec } from '../campaign/campaign-folder.ts';
import type { KeptFinding } from '../campaign/kept-finding.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { VERSION } from '../version.ts';
import { paint, printable, signsOf } from './paint.ts';
import { hanging, paragraph } from './paragraph.ts';

/** What is reported of a campaign. */
export interface CampaignReport {
  readonly id: string;
  readonly spec: CampaignSpec;
  readonly campaign: Campaign;
  readonly findings: readonly KeptFinding[];
  readonly verbose: boolean;
}

export function campaignHeader(
  { plan, sources, seconds }: CampaignSpec,
  id: string,
  workers: number,
  terminal: Terminal,
): readonly string[] {
  const { dot } = signsOf(terminal);
  const { index, count } = plan.shard;
  const names = new Set(sources.map(({ name }) => name)).size;
  const parts = [
    `simlet ${VERSION}`,
    `campaign ${id}`,
    `${names} ${sources[0]?.kind === 'model' ? 'model' : 'workload'}${names === 1 ? '' : 's'}`,
    `seeds from ${plan.seed}`,
    ...(plan.runs === undefined ? [] : [`${plan.runs} runs by chance`]),
    ...(seconds === undefined ? [] : [`${seconds} s`]),
    ...(count === 1 ? [] : [`shard ${index} of ${count}`]),
    `${workers} worker${workers === 1 ? '' : 's'}`,
  ];
  return paragraph(parts.join(` ${dot} `), 1, terminal);
}

/** The strategies and what each came to, what was found, what was never reached, and the sum of it. */
export function campaignText(report: CampaignReport, terminal: Terminal): readonly string[] {
  return [
    ...strategyLines(report.campaign),
    '',
    ...report.findings.flatMap((finding) => findingLines(finding, terminal)),
    ...troubleLines(report, terminal),
    ...gapLines(report, terminal),
    ...summaryLines(report, terminal),
  ];
}

function strategyLines({ strategies }: Campaign): readonly string[] {
  const rows = strategies.map(({ strategy, runs, milliseconds, newStates, findings }) => [
    strategy,
    String(runs),
    `${(milliseconds / 1_000).toFixed(1)} s`,
    String(newStates),
    String(findings),
  ]);
  const all = [['Strategy', 'runs', 'time', 'new states', 'found'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `   ${cells.join('   ')}`;
  });
}

function findingLines({ subject, settled, dependsOn, file }: KeptFinding, terminal: Terminal): readonly string[] {
  const { breachId, runs, strategy, label, shrunk } = settled;
  const { dot, depends } = signsOf(terminal);
  const verdict =
    dependsOn === undefined ? paint(terminal, 'bad', 'FAIL') : paint(terminal, 'warning', `${depends}   `);
  const needs = shrunk.deviations.length === 0 ? 'nothing out of the ordinary' : formatDeviations(shrunk.deviations);
  const found = `by ${strategy} (${printable(label)}), in ${runs} runs, shrunk in ${shrunk.runs}`;
  return [
    ` ${verdict}  ${breachId} ${dot} ${printable(subject)}`,
    '',
    ...paragraph(shrunk.message, 3, terminal),
    '',
    ...hanging('   Needs     ', needs, terminal),
    ...(dependsOn === undefined ? [] : hanging('   Depends   ', `on ${dependsOn}`, terminal)),
    ...hanging('   Found     ', found, terminal),
    `   Replay    npx simlet replay ${printable(file)}`,
    '',
  ];
}

/** Runs that never ended and runs that do not repeat: errors of a model, not of what it models. */
function troubleLines({ campaign, spec }: CampaignReport, terminal: Terminal): readonly string[] {
  const nameOf = (subject: number): string => printable(spec.sources[subject]?.name ?? '');
  const head = ` ${paint(terminal, 'bad', '!')}  `;
  const lost = campaign.lost.map(({ subject, strategy, label, deviations, why }) => {
    const line = deviations.length === 0 ? 'nothing' : formatDeviations(deviations);
    return `${nameOf(subject)}: a run was lost: ${why} (${strategy}, ${printable(label)}); by then out of the ordinary: ${line}`;
  });
  const divergences = campaign.divergences.map(({ subject, label, digests }) => {
    return `${nameOf(subject)}: not a function of its decisions: ${printable(label)} came out as ${digests.join(' and as ')}`;
  });
  const lines = [...lost, ...divergences].flatMap((text) => hanging(head, text, terminal, 4));
  return lines.length === 0 ? [] : [...lines, ''];
}

/** The situations that a subject should have come into and never did. */
function gapLines(report: CampaignReport, terminal: Terminal): readonly string[] {
  const gaps = gapsOf(report);
  const lines = gaps.flatMap(({ name, missed, of }) => {
    const what = report.verbose || missed.length <= 3 ? missed.join('; ') : '--verbose lists them';
    return hanging(
      ' Gaps      ',
      `${printable(name)} never came into ${missed.length} of ${of} situations: ${what}`,
      terminal,
    );
  });
  return lines.length === 0 ? [] : [...lines, ''];
}

interface Gap {
  readonly name: string;
  readonly missed: readonly string[];
  readonly of: number;
}

function gapsOf({ campaign, spec }: CampaignReport): readonly Gap[] {
  const names = [...new Set(spec.sources.map(({ name }) => name))];
  return names.flatMap((name) => {
    const own = spec.sources.flatMap((source, index) => (source.name === name ? [index] : []));
    const reached = new Set(own.flatMap((index) => [...(campaign.marks[index]?.keys() ?? [])]));
    const wanted = [...new Set(own.flatMap((index) => [...wantedMarks(spec, index)]))];
    const missed = wanted.filter((mark) => !reached.has(mark));
    return missed.length === 0 ? [] : [{ name, missed, of: wanted.length }];
  });
}

function wantedMarks({ sources }: CampaignSpec, index: number): readonly string[] {
  const source = sources[index];
  if (source?.kind === 'model') return source.marks;
  return allMarks.map(({ name }) => name);
}

function summaryLines({ campaign, findings, id }: CampaignReport, terminal: Terminal): readonly string[] {
  const broken = findings.filter(({ dependsOn }) => dependsOn === undefined).length;
  const depending = findings.length - broken;
  const seconds = campaign.strategies.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1_000;
  const counts = [
    `${broken} broken`,
    ...(depending > 0 ? [`${depending} depending`] : []),
    ...(campaign.lost.length > 0 ? [`${campaign.lost.length} lost`] : []),
    `${campaign.runs} runs`,
    `${seconds.toFixed(1)} s of work`,
    `campaign ${id}`,
    `digest ${campaign.digest}`,
    ...(campaign.complete ? [] : ['not complete']),
  ];
  const { rule, dot } = signsOf(terminal);
  return [` ${rule.repeat(10)}`, ...hanging(' Summary   ', counts.join(` ${dot} `), terminal)];
}

export function campaignExit({ campaign, findings, spec }: CampaignReport): ExitCode {
  if (campaign.divergences.length > 0 || findings.some(({ settled }) => !settled.shrunk.repeats)) return EXIT.internal;
  if (campaign.lost.some(({ subject }) => spec.sources[subject]?.kind === 'workload')) return EXIT.internal;
  if (findings.some(({ dependsOn }) => dependsOn === undefined) || campaign.lost.length > 0) return EXIT.broken;
  return campaign.runs === 0 ? EXIT.nothingChecked : EXIT.held;
}

/** The campaign for programs: `simlet.campaign-result/1`. */
export function campaignJson(report: CampaignReport): string {
  const { id, spec, campaign, findings } = report;
  const result = {
    schema: 'simlet.campaign-result/1',
    simlet: VERSION,
    campaign: id,
    complete: campaign.complete,
    digest: campaign.digest,
    runs: campaign.runs,
    strategies: campaign.strategies,
    findings: findings.map(({ subject, settled, dependsOn, file }) => ({
      subject,
      property: settled.breachId,
      message: settled.shrunk.message,
      faults: formatDeviations(settled.shrunk.deviations),
      digest: settled.shrunk.digest,
      brokenRuns: settled.runs,
      strategy: settled.strategy,
      ...(dependsOn === undefined ? {} : { dependsOn }),
      file,
    })),
    lost: campaign.lost.map((one) => ({ ...one, subject: spec.sources[one.subject]?.name })),
    divergences: campaign.divergences,
    marks: spec.sources.map(({ name }, index) => ({
      subject: name,
      reached: Object.fromEntries(campaign.marks[index] ?? []),
    })),
    gaps: gapsOf(report),
  };
  return JSON.stringify(result, undefined, 2);
}
