import { MIMEType } from 'node:util';
import { fetchFailed } from './fetch-failed.ts';

/** What a `data:` URL stands for. */
export interface DataOfUrl {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const UNTYPED = 'text/plain;charset=US-ASCII';
const FAILED = 'failed to fetch the data URL';

/**
 * The data that a URL consists of, with its type. *Source*: Fetch standard, "data: URL processor".
 * @throws TypeError as the `fetch` of Node rejects, where it has no comma or its base64 is none.
 */
export function dataOfUrl(url: string): DataOfUrl {
  const text = url.slice('data:'.length);
  const comma = text.indexOf(',');
  if (comma < 0) throw fetchFailed(FAILED);
  const before = text.slice(0, comma).trim();
  const decoded = percentDecoded(text.slice(comma + 1));
  const inBase64 = /; *base64$/iu.test(before);
  return {
    type: typeOf(inBase64 ? before.replace(/; *base64$/iu, '') : before),
    bytes: inBase64 ? base64Decoded(decoded) : decoded,
  };
}

function typeOf(text: string): string {
  try {
    return String(new MIMEType(text.startsWith(';') ? `text/plain${text}` : text));
  } catch {
    return UNTYPED;
  }
}

// A URL is ASCII by now, so each of its characters is a byte.
function percentDecoded(text: string): Uint8Array<ArrayBuffer> {
  const byteText = text.replace(/%([0-9a-f]{2})/giu, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Uint8Array.from(byteText, (character) => character.charCodeAt(0));
}

function base64Decoded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(Buffer.from(bytes).toString('latin1')), (character) => character.charCodeAt(0));
  } catch {
    throw fetchFailed(FAILED);
  }
}
