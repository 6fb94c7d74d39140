import type { Address, Message } from '@simlet/core';

/** The body of a request or of an answer: a text where it is one, in UTF-8, otherwise its bytes. */
export type HttpBody = string | Uint8Array;

/** What `fetch` of a guest sends. A process that is no guest can answer it too. */
export interface HttpRequest extends Message {
  readonly kind: 'http.request';
  /** To be sent back with the answer. */
  readonly id: number;
  readonly replyTo: Address;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: HttpBody;
}

/** The answer to a request, sent to its `replyTo`. */
export interface HttpResponse extends Message {
  readonly kind: 'http.response';
  readonly id: number;
  /** From 200 to 599. */
  readonly status: number;
  /** Default the usual one of the status. */
  readonly statusText?: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: HttpBody;
}

/** Answers the requests that are made of a guest. */
export type RequestHandler = (request: Request) => Response | Promise<Response>;

export function isHttpRequest(message: Message): message is HttpRequest {
  return message.kind === 'http.request';
}

export function isHttpResponse(message: Message): message is HttpResponse {
  return message.kind === 'http.response';
}

/** The path of the process that answers to a port of its host: `http` for the port that URLs leave out, else `http:8080`. */
export function httpPath(port: number | undefined): string {
  return port === undefined ? 'http' : `http:${port}`;
}

/** Bytes as the body of a message. */
export function toHttpBody(bytes: Uint8Array): HttpBody {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** The body of a message as a Request and a Response take it. */
export function fromHttpBody(body: HttpBody): string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' ? body : new Uint8Array(body);
}
