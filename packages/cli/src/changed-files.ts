import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './usage-error.ts';

const MOST_BYTES = 64 * 1_024 * 1_024;

/** The files that changed since this commit branched off (and those that git does not know yet), by their real paths. */
export function changedFiles(since: string, cwd: string): ReadonlySet<string> {
  if (since.startsWith('-')) throw new UsageError(`--changed ${since}: expected a commit, such as HEAD or origin/main`);
  const [root = ''] = git(['rev-parse', '--show-toplevel'], since, cwd).split('\n');
  const [base = since] = git(['merge-base', since, 'HEAD'], since, cwd).split('\n');
  const tracked = git(['diff', '--name-only', '-z', '--diff-filter=d', base, '--'], since, root);
  const others = git(['ls-files', '--others', '--exclude-standard', '-z'], since, root);
  const names = `${tracked}${others}`.split('\0').filter((name) => name !== '');
  return new Set(names.map((name) => realpathOf(join(root, name))));
}

function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // A link that leads nowhere: it is no manifest either.
    return path;
  }
}

function git(words: readonly string[], since: string, cwd: string): string {
  try {
    return execFileSync('git', [...words], { cwd, encoding: 'utf8', maxBuffer: MOST_BYTES, stdio: 'pipe' });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : '';
    const why = said === '' || said === undefined ? 'git cannot be run here' : said;
    throw new UsageError(`--changed ${since}: ${why}`);
  }
}
