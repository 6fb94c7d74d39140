import { describe, expect, it } from 'vitest';
import { createWorld } from './create-world.ts';
import { chaosProcess, outsideJob } from './testing/chaos.ts';
import type { ChaosFact, Deed } from './testing/chaos.ts';
import type { World } from './world.ts';

const timer = (delay: number): Deed => ({ kind: 'after', delay, next: [] });

function pausedFrom(pause: number, deeds: readonly Deed[]): World<ChaosFact> {
  const world = createWorld<ChaosFact>({ freeze: true });
  world.addHost({ name: 'a', boot: [chaosProcess('one', deeds)] });
  world.addHost({ name: 'b', boot: [chaosProcess('one', [timer(12)])] });
  world.run(pause);
  world.pause('a');
  return world;
}

const told = (world: World<ChaosFact>): readonly string[] =>
  world.facts().flatMap(({ time, process, body }) => {
    return body.kind === 'ran' ? [`${time} ${process} ${body.job.kind} ${body.job.number}`] : [];
  });

describe('a paused host', () => {
  it('takes no turns while the others do, and then those that it missed, in their order', () => {
    const world = pausedFrom(7, [timer(5), timer(10), timer(30)]);
    world.send('a/one', outsideJob([], 9, 1), { delay: 1 });
    world.run(20);
    expect(told(world)).toEqual(['5 a/one timer 0', '12 b/one timer 0']);
    world.resume('a');
    world.run();
    expect(told(world).slice(2)).toEqual(['20 a/one job 9', '20 a/one timer 1', '30 a/one timer 2']);
  });

  it('misses no timer that was not due yet', () => {
    const world = pausedFrom(7, [timer(10)]);
    world.run(8);
    world.resume('a');
    world.run();
    expect(told(world)).toContain('10 a/one timer 0');
  });

  it('loses in a crash what it had not got round to', () => {
    const world = pausedFrom(7, [timer(10)]);
    world.send('a/one', outsideJob([], 9, 0));
    world.run(11);
    world.crash('a');
    world.boot('a');
    world.run();
    expect(told(world)).toEqual(['12 b/one timer 0', '21 a/one timer 0']);
    expect(world.dropped).toBe(1);
  });

  it('is not the same as one that runs, nor as one that holds up something else', () => {
    const hashes = [pausedFrom(7, [timer(10)]), pausedFrom(7, [timer(11)])].map((world) => {
      world.run(11);
      return world.stateHash();
    });
    const running = pausedFrom(7, [timer(10)]);
    running.run(11);
    running.resume('a');
    expect(new Set([...hashes, running.stateHash()]).size).toBe(3);
  });

  it('goes on in a fork alone where the fork alone resumes it', () => {
    const world = pausedFrom(7, [timer(10)]);
    world.run(15);
    const fork = world.fork();
    fork.resume('a');
    fork.run(20);
    world.run(20);
    expect(told(fork)).toContain('15 a/one timer 0');
    expect(told(world)).toEqual(['12 b/one timer 0']);
    world.resume('a');
    world.run();
    expect(told(world)).toContain('20 a/one timer 0');
  });
});
