import { pathToFileURL } from 'node:url';
import type { Model } from '@simlet/explorer';
import { InputError } from '../input-error.ts';

/** Whether a path is that of a module with a model of the user's own. */
export function isModelPath(path: string): boolean {
  return /\.[cm]?[jt]s$/u.test(path);
}

/** The model that a module exports as `model`. @throws InputError where there is none. */
export async function readModel(module: string): Promise<Model> {
  const exported: unknown = await imported(module);
  const model: unknown =
    typeof exported === 'object' && exported !== null && 'model' in exported ? exported.model : undefined;
  if (isModel(model)) return model;
  throw new InputError(`${module}: exports no \`model\` with a world and rules (docs/your-own-model.md shows one)`);
}

async function imported(module: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(module).href);
  } catch (error) {
    const hint = /\.[cm]?ts$/u.test(module) ? ' (TypeScript needs Node 22.18 or later)' : '';
    throw new InputError(`${module}: ${error instanceof Error ? error.message : String(error)}${hint}`);
  }
}

function isModel(value: unknown): value is Model {
  if (typeof value !== 'object' || value === null) return false;
  const { world, rules } = { world: undefined, rules: undefined, ...value };
  return typeof world === 'function' && Array.isArray(rules);
}
