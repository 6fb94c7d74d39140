import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { always, broken, eventually, kept, promises } from '@simlet/properties';
import type { Invariant } from '@simlet/properties';
import { UsageError } from './usage-error.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** What a module with properties of the user's own is given to build them with. */
export interface PropertyTools {
  readonly always: typeof always;
  readonly eventually: typeof eventually;
  readonly kept: typeof kept;
  readonly broken: typeof broken;
}

const TOOLS: PropertyTools = { always, eventually, kept, broken };

const loaded = new Map<string, Promise<readonly Invariant[]>>();

/** The properties that there are: those of simlet, and those of a module of the user's own, which every thread loads once. */
export async function knownProperties(module: string | undefined): Promise<readonly Invariant[]> {
  if (module === undefined) return promises;
  const known = loaded.get(module) ?? load(module);
  loaded.set(module, known);
  return [...promises, ...(await known)];
}

async function load(path: string): Promise<readonly Invariant[]> {
  const { properties } = await imported(path);
  const own = isMaker(properties) ? properties(TOOLS) : properties;
  if (!Array.isArray(own)) {
    throw new UsageError(
      `${path}: export const properties = ({ always, eventually, kept, broken }) => [...] is missing`,
    );
  }
  return own.map((one: unknown, index) => checked(one, own.slice(0, index), path));
}

function isMaker(value: unknown): value is (tools: PropertyTools) => unknown {
  return typeof value === 'function';
}

async function imported(path: string): Promise<{ readonly properties?: unknown }> {
  if (!existsSync(path)) throw new UsageError(`${path}: no such file or folder`);
  try {
    return (await import(pathToFileURL(path).href)) as { readonly properties?: unknown };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      throw new UsageError(
        `${path}: this Node (${process.versions.node}) loads no .ts: take 22.18 or later, or a .mjs file`,
      );
    }
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : whyUnreadable(error)}`);
  }
}

const FUNCTIONS: readonly string[] = ['start', 'step', 'finish'];

/** A property that can be judged; what it is about in words that can be shown. */
function checked(value: unknown, before: readonly unknown[], path: string): Invariant {
  const refuse = (why: string): never => {
    throw new UsageError(`${path}: ${why}`);
  };
  const one = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const { id, sentence } = one;
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/u.test(id))
    return refuse(`a property needs an id such as closes-before-exit, not ${String(id)}`);
  if (typeof sentence !== 'string' || sentence === '') return refuse(`${id}: its sentence is missing`);
  if (FUNCTIONS.some((name) => typeof one[name] !== 'function') || !Array.isArray(one['facts']))
    return refuse(`${id}: build it with always(...) or eventually(...)`);
  const taken = [...promises, ...(before as readonly { readonly id?: unknown }[])].some((other) => other.id === id);
  if (taken) return refuse(`${id}: there is a property of that name already`);
  return guarded(
    { ...(value as Invariant), id, source: typeof one['source'] === 'string' ? one['source'] : basename(path) },
    refuse,
  );
}

/** It is one of the expectations, and what it throws is an error of the user's and none of simlet's. */
function guarded(own: Invariant, refuse: (why: string) => never): Invariant {
  const guard =
    <Given extends readonly unknown[], Result>(call: (...given: Given) => Result) =>
    (...given: Given): Result => {
      try {
        return call(...given);
      } catch (error) {
        return refuse(`${own.id} throws: ${error instanceof Error ? error.message : String(error)}`);
      }
    };
  return {
    ...own,
    standing: 'expectation',
    start: guard(own.start.bind(own)),
    step: guard(own.step.bind(own)),
    finish: guard(own.finish.bind(own)),
  };
}
