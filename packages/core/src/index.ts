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
