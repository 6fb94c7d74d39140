import { STATUS_CODES } from 'node:http';
import type { ActiveGuest } from './active-guest.ts';
import { checkPort } from './blocked-ports.ts';
import { dataOfUrl } from './data-url.ts';
import { fetchFailed } from './fetch-failed.ts';
import { exchange } from './http-exchange.ts';
import { fromHttpBody, toHttpBody } from './http-message.ts';
import type { HttpResponse } from './http-message.ts';
import { followed, isRedirect } from './http-redirect.ts';
import type { Asked } from './http-redirect.ts';
import { withFixedBoundary } from './multipart.ts';

const MOST_REDIRECTS = 20;

const WITHOUT_BODY: readonly number[] = [101, 204, 205, 304];

/**
 * `fetch` over the links of a world: `http://shop:8080/orders` is asked of the process `http:8080` on the host `shop`, and
 * redirects are followed. It rejects as that of Node does, with a TypeError or with the reason of its signal.
 */
export async function guestFetch(
  guest: ActiveGuest,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  signal?.throwIfAborted();
  // The signal of a request that is made from another is followed by a weak reference, so not through that.
  const request = new Request(input, { ...init, signal: null });
  if (request.url.startsWith('data:')) return responseOfData(request);
  const first = await askedOf(request, init?.body);
  signal?.throwIfAborted();
  let asked = first;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await exchange(guest, signal ?? undefined, asked);
    const next = isRedirect(answer) ? nextOf(asked, answer, request.redirect, redirects) : undefined;
    if (next === undefined) return toResponse(answer, asked, first, redirects > 0);
    asked = next;
  }
}

async function askedOf(request: Request, body: unknown): Promise<Asked> {
  const url = new URL(request.url);
  url.hash = '';
  if (url.protocol === 'about:') throw fetchFailed('about scheme is not supported');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw fetchFailed('unknown scheme');
  checkPort(url);
  const { headers, bytes } = withFixedBoundary({
    headers: [...request.headers],
    bytes: new Uint8Array(await request.arrayBuffer()),
  });
  return {
    method: request.method,
    url: url.href,
    headers,
    body: toHttpBody(bytes),
    streamed: typeof body === 'object' && body !== null && Symbol.asyncIterator in body,
  };
}

function responseOfData({ url, method }: Request): Response {
  const [whole = url] = url.split('#');
  const { type, bytes } = dataOfUrl(whole);
  const headers = { 'content-type': type };
  const response = new Response(method === 'HEAD' ? null : bytes, { status: 200, statusText: 'OK', headers });
  return withOrigin(response, { url: whole, type: 'basic', redirected: false });
}

function nextOf(asked: Asked, answer: HttpResponse, mode: Request['redirect'], redirects: number): Asked | undefined {
  // Outside of browsers the answer itself is given, with its status and its headers.
  if (mode === 'manual') return undefined;
  if (mode === 'error') throw fetchFailed('unexpected redirect');
  const next = followed(asked, answer);
  if (next !== undefined && redirects === MOST_REDIRECTS) throw fetchFailed('redirect count exceeded');
  return next;
}

function toResponse(answer: HttpResponse, asked: Asked, first: Asked, redirected: boolean): Response {
  const { status, statusText = STATUS_CODES[status] ?? '' } = answer;
  const hasNoBody = WITHOUT_BODY.includes(status) || asked.method === 'HEAD';
  const headers = answer.headers.map(([name, value]): [string, string] => [name, value]);
  const response = new Response(hasNoBody ? null : fromHttpBody(answer.body), { status, statusText, headers });
  const type = new URL(asked.url).origin === new URL(first.url).origin ? 'basic' : 'cors';
  return withOrigin(response, { url: asked.url, type, redirected });
}

// A response that was not fetched has none of these, and neither would a clone of it.
function withOrigin(response: Response, origin: Pick<Response, 'url' | 'type' | 'redirected'>): Response {
  const { url, type, redirected } = origin;
  return Object.defineProperties(response, {
    url: { value: url },
    type: { value: type },
    redirected: { value: redirected },
    clone: { value: () => withOrigin(Response.prototype.clone.call(response), origin) },
  });
}
