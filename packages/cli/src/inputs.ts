import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Io } from './io.ts';
import { whyUnreadable } from './why-unreadable.ts';

/** A text to read manifests from; `name` is how the user and reports call it. */
export interface Input {
  readonly name: string;
  readonly text: string;
  /** Whether the user named it, and did not only name a folder around it. */
  readonly named: boolean;
  /** The real path; absent for standard input. */
  readonly path?: string;
}

/** A path that cannot be read. */
export interface InputProblem {
  readonly name: string;
  readonly message: string;
}

export interface Inputs {
  readonly inputs: readonly Input[];
  readonly problems: readonly InputProblem[];
}

const EXTENSIONS = /\.(?:ya?ml|json)$/iu;
const NEVER_ENTERED: ReadonlySet<string> = new Set(['node_modules', '.git']);
/** Above this a file is not read; the reader of manifests has limits of its own below it. */
const MOST_BYTES = 64 * 1_024 * 1_024;

/** The texts at the paths, each once: files as they are, folders with all .yaml, .yml and .json files below them, `-` for standard input. */
export async function readInputs(paths: readonly string[], io: Io): Promise<Inputs> {
  const inputs: Input[] = [];
  const problems: InputProblem[] = [];
  const named = new Set(paths.filter((path) => path !== '-').map((path) => resolve(io.cwd, path)));
  const seen = new Set<string>();
  for (const path of paths) {
    if (path === '-') {
      if (seen.has(path)) continue;
      seen.add(path);
      inputs.push({ name: '-', text: decode(await io.readStandardInput()), named: true });
      continue;
    }
    for (const file of filesAt(path, io.cwd, problems)) {
      const real = realpathSync(file);
      if (seen.has(real)) continue;
      seen.add(real);
      const read = readText(file, io.cwd, named.has(file));
      if ('text' in read) inputs.push({ ...read, path: real });
      else problems.push(read);
    }
  }
  return { inputs, problems };
}

function filesAt(path: string, cwd: string, problems: InputProblem[]): readonly string[] {
  try {
    const full = resolve(cwd, path);
    return statSync(full).isDirectory() ? filesBelow(full, problems, cwd) : [full];
  } catch (error) {
    problems.push({ name: path, message: whyUnreadable(error) });
    return [];
  }
}

function filesBelow(folder: string, problems: InputProblem[], cwd: string): readonly string[] {
  const found: string[] = [];
  try {
    for (const name of readdirSync(folder).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
      const path = join(folder, name);
      // Links are not followed: a folder that links to one above it would never end.
      const status = lstatSync(path);
      if (status.isDirectory() && !NEVER_ENTERED.has(name)) found.push(...filesBelow(path, problems, cwd));
      else if (status.isFile() && EXTENSIONS.test(name)) found.push(path);
    }
  } catch (error) {
    problems.push({ name: relative(cwd, folder), message: whyUnreadable(error) });
  }
  return found;
}

function readText(path: string, cwd: string, named: boolean): Input | InputProblem {
  const shown = relative(cwd, path);
  const name = shown === '' || shown.startsWith('..') ? path : shown;
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) return { name, message: `is too large: ${Math.round(size / 1_048_576)} MB` };
    return { name, text: decode(readFileSync(path)), named };
  } catch (error) {
    return { name, message: whyUnreadable(error) };
  }
}

/** UTF-8, or UTF-16 where a byte order mark says so. What is neither becomes replacement characters, which the reader refuses. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
