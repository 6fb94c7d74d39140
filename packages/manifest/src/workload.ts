import type { Pod, WorkloadResource } from '@simlet/objects';
import type { Path } from './diagnostic.ts';
import type { Extent } from './located.ts';
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
  /** The text of the file that places and extents are in: without a byte order mark. */
  readonly fileText: string;
  /** A field of the pod as it is written; undefined where it is not. */
  written(path: Path): WrittenField | undefined;
  /** A line of the file, printable; undefined outside of it. */
  lineText(line: number): string | undefined;
}

/** Where a field stands in the text of its file, and in which style its value is written. */
export interface WrittenField {
  /** Of the key; absent of an item of a list. */
  readonly key?: Extent;
  readonly value: Extent;
  readonly style: 'scalar' | 'block' | 'flow';
  /** The fields of a map, or the numbers of the items of a list, in the order in which they are written. */
  readonly fields: readonly string[];
}

/** An object that was read and is no workload. Kind and name are printable. */
export interface SkippedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly line: number;
}
