/** A command as a shell completes it. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  /** The words that may follow, or that these are files. */
  readonly takes: readonly string[] | 'files';
  readonly flags: readonly FlagWords[];
}

export interface FlagWords {
  readonly long: string;
  readonly short?: string;
  readonly description: string;
  /** The words that its value may be (empty: anything); undefined where it takes no value. */
  readonly takes: readonly string[] | 'files' | undefined;
}

/** A text in single quotes for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
