/** A word of a command line, in single quotes where a shell would read it otherwise. */
export function quote(word: string): string {
  return /^[\w./:=@%+,-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
