export { MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR, DAY } from './time.ts';
export type { Micros } from './time.ts';
export type { Decide, Deviation, Distribution, IntegerDomain } from './decision.ts';
export type {
  Address,
  AnyProcessSpec,
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
export { enumerating } from './enumerating.ts';
export type { Enumeration, EnumerationBounds } from './enumerating.ts';
export { pct } from './pct.ts';
export type { PctOptions } from './pct.ts';
export { scripted } from './scripted.ts';
export type { Clamped, ScriptedChooser } from './scripted.ts';
export { seeded } from './seeded.ts';
export { createNumberQueue } from './number-queue.ts';
export type { NumberQueue } from './number-queue.ts';
export { createQueue } from './queue.ts';
export type { EventId, Queue } from './queue.ts';
export { createWorld } from './create-world.ts';
export type { Busy, ForkOptions, RunEnd, Snapshot, World, WorldOptions } from './world.ts';
export type { ClockSkew, CrashPoints, HostSpec } from './host.ts';
export type { DiskOrder } from './host-disk.ts';
export type { Link, LinkRule } from './link.ts';
export type { FactKeeping, WorldFact } from './fact-log.ts';
export { createFactDigest } from './fact-digest.ts';
export type { FactDigest } from './fact-digest.ts';
export type { TracedEvent } from './trace.ts';
export type { AskedDecision } from './decision-log.ts';
export { emptyMap, entryOf, entryValues, withEntry, withoutEntry } from './persistent-map.ts';
export type { PersistentMap } from './persistent-map.ts';
export { EngineError } from './engine-error.ts';
export type { EngineErrorContext } from './engine-error.ts';
export { receive, receiveWithin, script, sleep } from './script.ts';
export type { Script, ScriptRun, Wait } from './script.ts';
export type { ScriptEnvironment } from './script-environment.ts';
export { factText, factsText } from './fact-text.ts';
export { chromeTrace } from './chrome-trace.ts';
