/** Headers and body of a request or an answer. */
export interface Payload {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bytes: Uint8Array;
}

const DRAWN = /^(multipart\/form-data; boundary=)(----formdata-undici-\d+)$/;

const FIXED = '----formdata-undici-000000000000';

/**
 * The same, where it is a form as Node writes it, with the same boundary in each run: Node draws one at random, from where no
 * guest can say what is drawn.
 */
export function withFixedBoundary({ headers, bytes }: Payload): Payload {
  const [, type, drawn] = DRAWN.exec(headers.find(([name]) => name === 'content-type')?.[1] ?? '') ?? [];
  if (type === undefined || drawn === undefined) return { headers, bytes };
  return {
    headers: headers.map(([name, value]) => [name, name === 'content-type' ? type + FIXED : value]),
    // Latin-1 has a character for each byte.
    bytes: Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(drawn, FIXED), 'latin1'),
  };
}

/** How many boundaries there are to draw from. */
const BOUNDARIES = 1e11;

/** Whether it is Node that draws a boundary. What it draws is not used, so that of the numbers of a guest none is used up. */
export function isBoundaryDrawn(max: unknown): boolean {
  return max === BOUNDARIES && (new Error().stack ?? '').includes('node:internal/deps/undici');
}
