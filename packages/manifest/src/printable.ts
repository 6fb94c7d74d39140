// What a terminal, a log or a reader could take for something else than the letter it is: C0, DEL, C1, line and paragraph
// separators, marks that reorder or hide text, halves of surrogate pairs.
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text with each unprintable character replaced by one replacement character of as many UTF-16 units, so that columns hold. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => '\u{fffd}'.repeat(character.length));
}

/** The text made printable and cut to `length` UTF-16 units, for use inside a message. */
export function excerpt(text: string, length = 60): string {
  const cut = text.length > length ? `${text.slice(0, length - 1)}…` : text;
  return printable(cut);
}
