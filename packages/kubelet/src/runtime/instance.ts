import type { Micros } from '@simlet/core';

import type { ContainerBehaviour } from '../behaviour.ts';
import type { InstanceStatus } from './status.ts';

/** A container of the runtime with what only the runtime knows of it. */
export interface Instance extends InstanceStatus {
  readonly behaviour: ContainerBehaviour;
  readonly createdAt: Micros;
  /** containerd sends the stop signal once per container, however often it is asked to stop it. */
  readonly signalled: boolean;
  readonly killed: boolean;
  /** Deliveries of hooks so far. */
  readonly postStarts: number;
  readonly preStops: number;
  /** A hook has told the entry point to end, which it will do then. */
  readonly endsAt: Micros | undefined;
}

/** What is said about instance `number` of a container: its base behaviour, and what `attempts` overrides for it. */
export const behaviourOfInstance = (base: ContainerBehaviour | undefined, number: number): ContainerBehaviour => {
  const override = base?.attempts?.[number];
  return override === undefined ? (base ?? DEFAULTS) : { ...base, ...override };
};

const DEFAULTS: ContainerBehaviour = {};

/** What is said about a container of a pod: the entry of `pod/container`, else the one of `container`. */
export const behaviourOf = (
  behaviours: Readonly<Record<string, ContainerBehaviour>>,
  pod: string,
  container: string,
): ContainerBehaviour | undefined => behaviours[`${pod}/${container}`] ?? behaviours[container];
