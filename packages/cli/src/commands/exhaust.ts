import { claimOf, exhaustiveStrategy, exploreInSteps, formatDeviations } from '@simlet/explorer';
import type { CampaignSubject } from '@simlet/explorer';
import { subjectsOf } from '../campaign/subject-source.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { paint, printable, signsOf } from '../render/paint.ts';
import { hanging, paragraph } from '../render/paragraph.ts';
import { terminalOf } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { sourcesAt } from './campaign-sources.ts';
import type { ExploreFlags } from './explore-flags.ts';
import { askedProperties, judgedSettings } from './judged-flags.ts';
import { wholeNumber } from './model-flags.ts';

const MOST_DEVIATIONS = 9;
const MOST_RUNS = 1_000_000_000;

/** `simlet explore --exhaust N`: every combination of up to N deviations, in this thread, and what that proves. */
export async function exhaust(paths: readonly string[], flags: ExploreFlags, io: Io): Promise<ExitCode> {
  const most = wholeNumber('--exhaust', flags.exhaust, MOST_DEVIATIONS) ?? 1;
  const limit = wholeNumber('--runs', flags.runs, MOST_RUNS);
  const settings = judgedSettings(flags, 0);
  await askedProperties(settings);
  const sources = await sourcesAt(paths, flags, settings, io);
  if (typeof sources === 'number') return sources;
  const terminal = terminalOf(io, flags);
  // What is free only because nobody gave a number is part of the combinations; a workload without such numbers has one subject.
  const subjects = await subjectsOf(
    sources.filter((source, index) => sources.findLastIndex(({ name }) => name === source.name) === index),
  );
  let code: ExitCode = EXIT.held;
  for (const subject of subjects) {
    const result = await searched(subject, most, limit, io, terminal);
    if (result === EXIT.interrupted) return result;
    if (result !== EXIT.held) code = result;
  }
  return code;
}

async function searched(
  { name, experiment }: CampaignSubject,
  most: number,
  limit: number | undefined,
  io: Io,
  terminal: Terminal,
): Promise<ExitCode> {
  const { holds, broken } = signsOf(terminal);
  const strategy = exhaustiveStrategy(most, limit);
  const steps = exploreInSteps(experiment, { strategies: [strategy] });
  for (let runs = 0; ; runs += 1) {
    if (runs % 50 === 0 && (await io.isInterrupted?.()) === true) {
      io.err(` interrupted: ${claimOf(strategy.coverage)}\n`);
      return EXIT.interrupted;
    }
    const step = steps.next();
    if (step.done !== true) continue;
    const { failures, divergences } = step.value;
    io.out(` ${printable(name)}\n`);
    for (const { breachId, execution } of failures) {
      const breach = execution.breaches.find(({ id }) => id === breachId);
      const needs = execution.deviations.length === 0 ? 'the calm run' : formatDeviations(execution.deviations);
      const head = `   ${paint(terminal, 'bad', broken)} `;
      io.out(`${hanging(head, `${breachId}: ${breach?.message ?? ''}`, terminal, 5).join('\n')}\n`);
      io.out(`${hanging('     Needs   ', needs, terminal).join('\n')}\n`);
    }
    const others = failures.length === 0 ? '' : 'of what is not listed: ';
    const sign = strategy.coverage.complete ? paint(terminal, 'good', holds) : '?';
    io.out(`${hanging(`   ${sign} `, others + claimOf(strategy.coverage), terminal, 5).join('\n')}\n`);
    for (const { digests } of divergences) {
      io.err(`${paragraph(`made twice, a run came out as ${digests.join(' and as ')}`, 1, terminal).join('\n')}\n`);
    }
    if (divergences.length > 0) return EXIT.internal;
    return failures.length > 0 ? EXIT.broken : strategy.coverage.complete ? EXIT.held : EXIT.nothingChecked;
  }
}
