import type { Message } from '@simlet/core';
import type { ActiveGuest } from './active-guest.ts';
import { fromHttpBody, httpPath, isHttpResponse, toHttpBody } from './http-message.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';

/** How long the fetch of Node waits for an answer to begin. */
const HEADERS_TIMEOUT_SECONDS = 300;

const WITHOUT_BODY: readonly number[] = [101, 204, 205, 304];

/**
 * `fetch` over the links of a world: `http://shop:8080/orders` is asked of the process `http:8080` on the host `shop`. It
 * rejects as that of Node does, with a TypeError after 300 s without an answer, or with the reason of its signal.
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
  const { hostname, port } = new URL(request.url);
  const body = toHttpBody(new Uint8Array(await request.arrayBuffer()));
  signal?.throwIfAborted();
  const answer = await exchange(
    guest,
    signal ?? undefined,
    `${hostname}/${httpPath(port === '' ? undefined : Number(port))}`,
    {
      method: request.method,
      url: request.url,
      headers: [...request.headers],
      body,
    },
  );
  return toResponse(answer, request.url);
}

type Asked = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>;

function exchange(
  guest: ActiveGuest,
  signal: AbortSignal | undefined,
  to: string,
  asked: Asked,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      guest.stopTimer(timer);
      guest.forgetAnswer(id);
      signal?.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      end();
      reject(signal?.reason);
    };
    const timer = guest.startTimer(HEADERS_TIMEOUT_SECONDS * 1_000_000, () => {
      end();
      reject(fetchFailed('Headers Timeout Error', 'UND_ERR_HEADERS_TIMEOUT'));
    });
    const id = guest.expectAnswer((message: Message) => {
      end();
      if (isHttpResponse(message)) resolve(message);
    });
    signal?.addEventListener('abort', abort);
    const request: HttpRequest = { kind: 'http.request', id, replyTo: guest.address, ...asked };
    guest.send(to, request);
  });
}

function fetchFailed(text: string, code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(text), { code }) });
}

function toResponse(answer: HttpResponse, url: string): Response {
  const body = WITHOUT_BODY.includes(answer.status) ? null : fromHttpBody(answer.body);
  const headers = answer.headers.map(([name, value]): [string, string] => [name, value]);
  const response = new Response(body, { status: answer.status, headers });
  return Object.defineProperty(response, 'url', { value: url });
}
