import type { Chooser } from '@simlet/core';

/** A chooser that counts how often it was asked. */
export interface CountingChooser {
  readonly chooser: Chooser;
  asked(): number;
}

export function countingChooser(chooser: Chooser): CountingChooser {
  let asked = 0;
  return {
    chooser: {
      choose(name, occurrence, domain) {
        asked += 1;
        return chooser.choose(name, occurrence, domain);
      },
    },
    asked: () => asked,
  };
}
