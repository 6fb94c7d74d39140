const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or folder'],
  ['EACCES', 'may not be read (permission denied)'],
  ['EPERM', 'may not be read (permission denied)'],
  ['EISDIR', 'is a folder'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ELOOP', 'is a link that leads to itself'],
]);

/** Why a file or folder could not be read, in the words that follow its path. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS.get(code) ?? `cannot be read${code === '' ? '' : ` (${code})`}`;
}
