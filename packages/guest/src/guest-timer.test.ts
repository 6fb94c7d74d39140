import { createWorld, MILLISECOND } from '@simlet/core';
import type { FactBody, World } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { guest, run } from './index.ts';
import type { Guest } from './index.ts';

interface Said extends FactBody {
  readonly kind: 'said';
  readonly what: string;
}

async function timesOf(body: (say: (what: string) => void) => Promise<void>): Promise<readonly string[]> {
  const own: Guest = (env) => body((what) => env.record<Said>({ kind: 'said', what }));
  const world: World<Said> = createWorld<Said>({ freeze: true });
  world.addHost({ name: 'host', boot: [guest('main', own)] });
  expect(await run(world)).toBe('idle');
  return world.facts().map(({ time, body: { what } }) => `${time / MILLISECOND} ${what}`);
}

describe('the timer object of a guest', () => {
  it('begins its delay anew with refresh, pending or fired, but not once it was stopped', async () => {
    const said = await timesOf(async (say) => {
      let fired = 0;
      const timer = setTimeout(() => {
        fired += 1;
        say(`fired ${fired}`);
        if (fired < 3) timer.refresh();
      }, 10);
      const stopped = setTimeout(() => say('never'), 10);
      setTimeout(() => {
        timer.refresh();
        clearTimeout(stopped);
        stopped.refresh();
      }, 5);
    });
    expect(said).toEqual(['15 fired 1', '25 fired 2', '35 fired 3']);
  });

  it('keeps its guest alive unless it is unrefed', async () => {
    const said = await timesOf(async (say) => {
      const beat = setInterval(() => say('beat'), 10).unref();
      setTimeout(() => say('last'), 25);
      say(`${String(beat.hasRef())} ${String(beat.ref().hasRef())} ${String(beat.unref().hasRef())}`);
    });
    expect(said).toEqual(['0 false true false', '10 beat', '20 beat', '25 last']);
  });

  it('is stopped by its number, as text too, and never by that of another which took its place', async () => {
    const said = await timesOf(async (say) => {
      const first = setTimeout(() => say('never'), 10);
      const number = Number(first);
      clearTimeout(number);
      const second = setTimeout(() => say('second'), 20);
      clearTimeout(number);
      clearTimeout(`${Number(setTimeout(() => say('never either'), 5))}`);
      say(`${typeof number} ${String(number === Number(second))}`);
    });
    expect(said).toEqual(['0 number false', '20 second']);
  });

  it('of an interval may be stopped or refreshed from within', async () => {
    const said = await timesOf(async (say) => {
      let beats = 0;
      const timer = setInterval(() => {
        beats += 1;
        say(`beat ${beats}`);
        if (beats === 2) timer.refresh();
        if (beats === 4) timer.close();
      }, 10);
    });
    expect(said).toEqual(['10 beat 1', '20 beat 2', '30 beat 3', '40 beat 4']);
  });

  it('runs all that comes of one callback before the next that is due at the same instant', async () => {
    const said = await timesOf(async (say) => {
      for (const name of ['a', 'b']) {
        setTimeout(() => {
          say(name);
          process.nextTick(() => say(`tick of ${name}`));
          void (async () => {
            for (let step = 0; step < 3; step += 1) await Promise.resolve();
            say(`promise of ${name}`);
          })();
        }, 10);
      }
    });
    expect(said).toEqual(['10 a', '10 tick of a', '10 promise of a', '10 b', '10 tick of b', '10 promise of b']);
  });
});
