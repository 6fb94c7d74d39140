import { EngineError } from '@simlet/core';
import type { ActiveGuest } from './active-guest.ts';
import { fromHttpBody, toHttpBody } from './http-message.ts';
import type { HttpRequest, HttpResponse, RequestHandler } from './http-message.ts';
import { withFixedBoundary } from './multipart.ts';

/** Has a handler answer a request. What the handler throws fails the guest. */
export function answerRequest(message: HttpRequest, handler: RequestHandler, guest: ActiveGuest): void {
  respond(message, handler).then(
    (response) => guest.send(message.replyTo, response),
    (error: unknown) => guest.fail(error),
  );
}

async function respond(message: HttpRequest, handler: RequestHandler): Promise<HttpResponse> {
  const { method, url, headers, body, id } = message;
  const hasBody = body.length > 0 && method !== 'GET' && method !== 'HEAD';
  const request = new Request(url, {
    method,
    headers: pairs(headers),
    ...(hasBody ? { body: fromHttpBody(body) } : {}),
  });
  const response: unknown = await handler(request);
  if (!(response instanceof Response)) {
    throw new EngineError(`${method} ${url} was answered with ${String(response)}: a handler returns a Response`);
  }
  const payload = withFixedBoundary({
    headers: [...response.headers],
    bytes: new Uint8Array(await response.arrayBuffer()),
  });
  return {
    kind: 'http.response',
    id,
    status: response.status,
    ...(response.statusText === '' ? {} : { statusText: response.statusText }),
    headers: payload.headers,
    body: method === 'HEAD' ? '' : toHttpBody(payload.bytes),
  };
}

function pairs(headers: HttpRequest['headers']): [string, string][] {
  return headers.map(([name, value]) => [name, value]);
}
