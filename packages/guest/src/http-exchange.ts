import type { Message } from '@simlet/core';
import type { ActiveGuest } from './active-guest.ts';
import { fetchFailed } from './fetch-failed.ts';
import { httpPath, isHttpResponse } from './http-message.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import type { Asked } from './http-redirect.ts';

/** How long the fetch of Node waits for an answer to begin. */
const HEADERS_TIMEOUT_SECONDS = 300;

/** Asks the server of a URL, and waits for its answer: until the signal aborts, or until Node would give up. */
export function exchange(guest: ActiveGuest, signal: AbortSignal | undefined, asked: Asked): Promise<HttpResponse> {
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
    const { method, url, headers, body } = asked;
    const request: HttpRequest = { kind: 'http.request', id, replyTo: guest.address, method, url, headers, body };
    guest.send(serverOf(url), request);
  });
}

function serverOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}/${httpPath(port === '' ? undefined : Number(port))}`;
}
