import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { didYouMean } from './did-you-mean.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';
import { whyUnreadable } from './why-unreadable.ts';

export const CONFIG_NAME = '.simlet.yaml';
/** Modules with properties of the user's own. */
export const MODULE_NAMES: readonly string[] = ['simlet.config.mjs', 'simlet.config.js', 'simlet.config.ts'];
const MOST_CHARACTERS = 1_000_000;

/** Settings by the names of their flags, without the dashes. */
export interface Config {
  readonly file: string;
  readonly settings: ReadonlyMap<string, unknown>;
}

export interface WantedConfig {
  /** Absent: the nearest file above, if there is one. */
  readonly file: string | undefined;
  readonly profile: string | undefined;
  /** The names of all flags. */
  readonly known: readonly string[];
  readonly io: Io;
}

/** The settings of the configuration file, those of the profile before the others. */
export async function readConfig({ file, profile, known, io }: WantedConfig): Promise<Config | undefined> {
  const path = file === undefined ? nearestFile(io.cwd, [CONFIG_NAME]) : resolve(io.cwd, file);
  if (path === undefined) {
    if (profile !== undefined) throw new UsageError(`--profile ${profile}: there is no ${CONFIG_NAME}`);
    return undefined;
  }
  const name = file ?? relative(io.cwd, path);
  const all = await parsed(path, name);
  const profiles = mapOf(all.get('profiles'), `${name}: profiles`);
  const own = profile === undefined ? new Map<string, unknown>() : mapOf(profiles.get(profile), `${name}: ${profile}`);
  if (profile !== undefined && !profiles.has(profile)) {
    throw new UsageError(
      `--profile ${profile}: no such profile in ${name}${didYouMean(profile, [...profiles.keys()])}`,
    );
  }
  const settings = new Map([...all, ...own]);
  settings.delete('profiles');
  const everywhere = [all, ...[...profiles].map(([key, value]) => mapOf(value, `${name}: ${key}`))];
  for (const key of everywhere.flatMap((one) => [...one.keys()])) {
    if (key !== 'profiles' && !known.includes(key)) {
      throw new UsageError(`${name}: no setting ${key}${didYouMean(key, [...known])}`);
    }
  }
  return { file: name, settings };
}

/** The first file of these names that this folder, or the nearest one above it up to the root of the repository, holds. */
export function nearestFile(cwd: string, names: readonly string[]): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined || existsSync(join(folder, '.git')) || dirname(folder) === folder) return found;
  }
}

async function parsed(path: string, name: string): Promise<ReadonlyMap<string, unknown>> {
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    const text = readFileSync(path, 'utf8');
    if (text.length > MOST_CHARACTERS) throw new UsageError(`${name}: is too large for settings`);
    value = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const isSystem = error instanceof Error && 'syscall' in error;
    const [why] = (isSystem ? whyUnreadable(error) : error instanceof Error ? error.message : '').split('\n');
    throw new UsageError(`${name}: ${why}`);
  }
  return mapOf(value, name);
}

/** A map of a YAML file; nothing where the file or the map is empty. */
function mapOf(value: unknown, name: string): ReadonlyMap<string, unknown> {
  if (value === null || value === undefined) return new Map<string, unknown>();
  if (typeof value !== 'object' || Array.isArray(value)) throw new UsageError(`${name}: expected names with values`);
  return new Map<string, unknown>(Object.entries(value));
}
