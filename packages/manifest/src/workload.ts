import type { Pod, WorkloadResource } from '@simlet/objects';
import type { Path } from './diagnostic.ts';
import type { Place } from './source-text.ts';

/** An object of a manifest that makes pods, as it would be posted, and where its parts stand in the file. */
export interface Workload {
  readonly apiVersion: string;
  readonly kind: string;
  /** Printable; the kind in small letters where the object has no name. */
  readonly name: string;
  readonly namespace: string | undefined;
  readonly file: string;
  /** Of the first line of the object, from 1. */
  readonly line: number;
  /** The first pod that it makes, without defaults. */
  readonly pod: Pod;
  /** The object itself; undefined for a kind that is only known by the pod template in it. */
  readonly resource: WorkloadResource | undefined;
  /** The variables of a container or init container whose values stand in the manifest. */
  environment(container: string): ReadonlyMap<string, string>;
  /** Where a field of the pod stands in the file (its key where it has one); undefined where it is not written. */
  locate(path: Path): Place | undefined;
  /** Like `locate`, but where the field is not written, of the nearest object around it. */
  locateNearest(path: Path): Place;
  /** A line of the file, printable; undefined outside of it. */
  lineText(line: number): string | undefined;
}

/** An object that was read and is no workload. Kind and name are printable. */
export interface SkippedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly line: number;
}
