import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { factText, scripted } from '@simlet/core';
import type { Deviation } from '@simlet/core';
import { experimentOf } from '@simlet/explorer';
import type { Model, ModelExecution } from '@simlet/explorer';
import { VERSION } from '../version.ts';

const FORMAT = 'simlet.model-failure/1';

/** A counter-example of a model of the user's own, as a file that replay reads. */
export interface ModelFailure {
  readonly format: typeof FORMAT;
  readonly simlet: string;
  /** The module, as it was given: from the folder in which replay is called. */
  readonly model: string;
  readonly property: string;
  readonly message: string;
  readonly digest: string;
  readonly deviations: readonly Deviation[];
  /** What happened, one fact a line. */
  readonly facts: readonly string[];
}

/** Writes the file and answers with its path, below the folder as it was given. */
export function writeModelFailure(
  folder: string,
  failure: Omit<ModelFailure, 'format' | 'simlet'>,
  cwd: string,
): string {
  const name = `${failure.model}-${failure.property}`.replaceAll(/[^\w.-]/gu, '_');
  const path = join(folder, `${name}.json`);
  mkdirSync(resolve(cwd, folder), { recursive: true });
  const file: ModelFailure = { format: FORMAT, simlet: VERSION, ...failure };
  writeFileSync(resolve(cwd, path), `${JSON.stringify(file, undefined, 2)}\n`);
  return path;
}

/** The failure of a model in a file; undefined where it is something else. */
export function readModelFailure(path: string, cwd: string): ModelFailure | undefined {
  const file = resolve(cwd, path);
  if (!path.endsWith('.json') || !existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isModelFailure(value) ? value : undefined;
  } catch {
    // It is for the reader of other files to say what is wrong with it.
    return undefined;
  }
}

function isModelFailure(value: unknown): value is ModelFailure {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT;
}

/** A run of a model from its deviations, with what happened in it. */
export function runOfModel(
  model: Model,
  deviations: readonly Deviation[],
): { readonly execution: ModelExecution; readonly facts: readonly string[]; readonly unused: readonly Deviation[] } {
  const facts: string[] = [];
  const observed: Model = {
    ...model,
    world: (options) =>
      model.world({
        ...options,
        onFact(fact) {
          facts.push(factText(fact));
          options.onFact?.(fact);
        },
      }),
  };
  const chooser = scripted(deviations);
  const execution = experimentOf(observed)(chooser);
  return { execution, facts, unused: chooser.unused() };
}
