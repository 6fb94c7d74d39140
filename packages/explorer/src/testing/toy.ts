import type { AskedDecision, Chooser, Deviation, IntegerDomain } from '@simlet/core';
import type { Breach, Execution, Experiment } from '../experiment.ts';

/** What a toy may do: ask for an integer by name. */
export type Ask = (name: string, domain: IntegerDomain) => number;

/** An experiment around a function that asks for decisions and answers with the ids of the rules it broke. */
export function toy(model: (ask: Ask) => readonly string[]): Experiment & { readonly runs: () => number } {
  let runs = 0;
  const experiment = (chooser: Chooser): Execution<Breach> => {
    runs += 1;
    const counts = new Map<string, number>();
    const asked: AskedDecision[] = [];
    const deviations: Deviation[] = [];
    const log: string[] = [];
    const breaches = model((name, domain) => {
      const occurrence = counts.get(name) ?? 0;
      counts.set(name, occurrence + 1);
      const outcome = chooser.choose(name, occurrence, domain);
      asked.push({ name, occurrence, domain });
      if (outcome !== domain.simplest) deviations.push({ name, occurrence, outcome });
      log.push(`${name}#${occurrence}=${outcome}`);
      return outcome;
    });
    return { digest: log.join(','), deviations, asked, breaches: breaches.map((id) => ({ id })) };
  };
  return Object.assign(experiment, { runs: () => runs });
}

export const COIN: IntegerDomain = { simplest: 0, min: 0, max: 1 };
