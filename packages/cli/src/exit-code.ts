/** What the process ends with; `simlet help exit-codes` prints this table. */
export const EXIT = {
  held: 0,
  broken: 1,
  usage: 2,
  input: 3,
  nothingChecked: 4,
  notReproduced: 5,
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [
    EXIT.held,
    'nothing is broken; what depends on a number that was not given is shown, and counts only with --fail-on warning',
  ],
  [EXIT.broken, 'a property is broken (or what --fail-on names); a counter-example was printed'],
  [EXIT.usage, 'the command line is not right'],
  [EXIT.input, 'the input cannot be used: no such file, not YAML, not a valid manifest'],
  [EXIT.nothingChecked, 'nothing was checked: no workload found, or no property met its situation'],
  [EXIT.notReproduced, 'the replay is not the recorded run'],
  [EXIT.internal, 'internal error: a bug of simlet'],
  [EXIT.interrupted, 'interrupted'],
];
