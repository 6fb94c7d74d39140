import type { Contestant } from './contestant.ts';
import { effectPeer } from './peer-effect.ts';
import { fakeTimers } from './peer-fake-timers.ts';
import { mockTimers } from './peer-mock-timers.ts';
import { rxjsPeer } from './peer-rxjs.ts';
import { simjsPeer } from './peer-simjs.ts';
import { numbersAlone, queueAlone } from './queue-alone.ts';
import { worldGuests } from './world-guests.ts';
import { worldLane } from './world-lane.ts';
import { recordedMachines, worldMachines } from './world-machines.ts';
import { worldScripts } from './world-scripts.ts';

/** All who take part, ours first. */
export const contestants: readonly Contestant[] = [
  queueAlone,
  numbersAlone,
  worldLane,
  worldMachines,
  recordedMachines,
  worldScripts,
  worldGuests,
  fakeTimers,
  mockTimers,
  simjsPeer,
  rxjsPeer,
  effectPeer,
];
