const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON in which every character that could steer a terminal or hide text is written as its code: names come as they are. */
export function safeJson(value: unknown, indent?: number): string {
  // The only line feeds are those of the indentation: JSON escapes its own.
  return JSON.stringify(value, undefined, indent).replace(STEERING, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((code) => String.raw`\u${code.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
