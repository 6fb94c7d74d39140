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
  {
    id: 'static-pod-evicted',
    sentence: 'A static pod is evicted and preempted like any other.',
    bug: 'pull request 39059 and issue 73572, fixed by pull request 75144 in 1.15',
    killedBy: 'kill-has-a-cause',
  },
  {
    id: 'mirror-not-made-again',
    sentence: 'A mirror that is deleted is not replaced.',
    bug: 'issue 22625, fixed by pull request 22626 in 1.3',
    killedBy: 'static-pod-shown',
  },
] as const;
