import type { Command, Option } from 'commander';
import { repeatable } from './commands/option-groups.ts';
import { readConfig } from './config-file.ts';
import type { Config } from './config-file.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** Where a value comes from that was not typed, for messages. */
interface Source {
  readonly name: string;
  readonly value: unknown;
}

/**
 * Fills in the flags of a command that were not typed: from the environment (`--stop-seconds` is `SIMLET_STOP_SECONDS`, several
 * values with commas), else from the profile, else from the configuration file.
 */
export async function applySources(command: Command, all: readonly Command[], io: Io): Promise<void> {
  const typed = (name: string): string | undefined => {
    const value: unknown = command.getOptionValue(name) ?? io.env[variableOf(name)];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const known = new Set(all.flatMap(({ options }) => options.map(nameOf)));
  const config = await readConfig({ file: typed('config'), profile: typed('profile'), known: [...known], io });
  for (const option of command.options) {
    if (command.getOptionValueSource(option.attributeName()) === 'cli') continue;
    const source = sourceOf(option, config, io);
    if (source !== undefined) fill(command, option, source);
  }
}

function nameOf({ long, short }: Option): string {
  return (long ?? short ?? '').replace(/^-+/u, '');
}

function variableOf(name: string): string {
  return `SIMLET_${name.toUpperCase().replaceAll('-', '_')}`;
}

function sourceOf(option: Option, config: Config | undefined, io: Io): Source | undefined {
  const name = nameOf(option);
  const variable = variableOf(name);
  const value = io.env[variable];
  if (value !== undefined && value !== '') {
    const several = isRepeatable(option) ? value.split(',') : value;
    return { name: variable, value: several };
  }
  const set = config?.settings.get(name);
  return set === undefined || config === undefined ? undefined : { name: `${config.file}: ${name}`, value: set };
}

function isRepeatable({ parseArg }: Option): boolean {
  return parseArg === repeatable;
}

function fill(command: Command, option: Option, { name, value }: Source): void {
  const key = option.attributeName();
  const set = (result: unknown): void => {
    command.setOptionValueWithSource(key, result, 'config');
  };
  if (option.isBoolean() || option.negate) {
    const on = value === true || value === 'true' || value === '1';
    if (!on && value !== false && value !== 'false' && value !== '0') {
      throw new UsageError(`${name}: expected true or false`);
    }
    if (on) set(!option.negate);
    return;
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.map((one) => {
    if (typeof one === 'string' || typeof one === 'number') return String(one);
    throw new UsageError(`${name}: expected ${isRepeatable(option) ? 'texts' : 'a text or a number'}`);
  });
  if (isRepeatable(option)) set(texts);
  else if (texts.length !== 1) throw new UsageError(`${name}: expected one value, not ${texts.length}`);
  else set(checked(option, texts[0] ?? '', name));
}

function checked(option: Option, text: string, name: string): unknown {
  if (option.parseArg === undefined) return text;
  try {
    return option.parseArg(text, undefined);
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
