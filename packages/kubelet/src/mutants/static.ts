/** Mutants of static pods. */
export const STATIC_MUTANTS = [
  {
    id: 'static-pod-no-grace',
    sentence: 'A static pod whose manifest is removed is ended with the least grace there is.',
    bug: 'issue 90999, fixed by pull request 92442 in 1.19',
    killedBy: 'stop-timeout',
  },
  {
    id: 'static-pods-overlap',
    sentence: 'A static pod does not wait for the one of the same name before it.',
    bug: 'issue 97722, fixed by pull requests 98103 in 1.21 and 104743 in 1.23',
    killedBy: 'static-pods-take-turns',
  },
  {
    id: 'static-update-lost',
    sentence: 'A static pod that comes while the one of the same name before it stops is forgotten.',
    bug: 'issues 104648 and 113091, fixed by pull requests 104847 in 1.23 and 107900 in 1.24',
    killedBy: 'pod-goes-on',
  },
] as const;
