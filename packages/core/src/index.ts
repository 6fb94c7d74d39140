export { MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR, DAY } from './time.ts';
export type { Micros } from './time.ts';
export type { Decide, Deviation, Distribution, IntegerDomain } from './decision.ts';
export type {
  Address,
  Behaviour,
  Disk,
  FactBody,
  Message,
  ProcessSpec,
  SendOptions,
  TimerId,
  Turn,
} from './process.ts';
export type { Chooser } from './chooser.ts';
export { calm } from './calm.ts';
export { scripted } from './scripted.ts';
export type { Clamped, ScriptedChooser } from './scripted.ts';
export { seeded } from './seeded.ts';
export { createQueue } from './queue.ts';
export type { EventId, Queue } from './queue.ts';
