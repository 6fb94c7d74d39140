import seedrandom from 'seedrandom';
import { checkSeed } from './check-options.ts';
import type { Chooser } from './chooser.ts';
import { drawInteger, type Uint32Source } from './distribution.ts';

interface Stream {
  readonly next: Uint32Source;
  readonly state: () => seedrandom.State.Alea;
}

/**
 * Draws each outcome by chance, as the distribution of its domain says. Every name has a stream of its own that begins at
 * the seed and the name, so that asking for another name, or asking it more often, moves no outcome of this one.
 * @throws EngineError where the seed is no text.
 */
export function seeded(seed: string): Chooser {
  checkSeed(seed);
  return seededFrom(seed, new Map());
}

function seededFrom(seed: string, streams: Map<string, Stream>): Chooser {
  return {
    choose(name, _occurrence, domain) {
      let stream = streams.get(name);
      if (stream === undefined) {
        // NUL stands in no name, so that no two pairs of seed and name begin at the same place.
        stream = streamOf(seedrandom.alea(`${seed}\0${name}`, { state: true }));
        streams.set(name, stream);
      }
      return drawInteger(domain, stream.next);
    },
    fork() {
      const copies = new Map<string, Stream>();
      for (const [name, stream] of streams) {
        copies.set(name, streamOf(seedrandom.alea('', { state: stream.state() })));
      }
      return seededFrom(seed, copies);
    },
  };
}

function streamOf(alea: seedrandom.StatefulPRNG<seedrandom.State.Alea>): Stream {
  return { next: () => alea.int32() >>> 0, state: () => alea.state() };
}
