import { checkPort } from './blocked-ports.ts';
import { fetchFailed } from './fetch-failed.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';

/** A request to be made. */
export interface Asked extends Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'> {
  /** Whether its body was a stream, which is gone once it was sent. */
  readonly streamed: boolean;
}

const STATUSES: readonly number[] = [301, 302, 303, 307, 308];

const OF_BODY: readonly string[] = [
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
  'content-length',
];

/** What another origin is not told. */
const PRIVATE: readonly string[] = ['authorization', 'proxy-authorization', 'cookie', 'host'];

export function isRedirect({ status }: HttpResponse): boolean {
  return STATUSES.includes(status);
}

/**
 * The request that follows a redirect, undefined where the answer names no place to go to.
 * @throws TypeError as `fetch` rejects, where it may not be followed.
 * *Source*: Fetch standard, "HTTP-redirect fetch"; what is not held back there for lack of a browser is as in Node's undici.
 */
export function followed(asked: Asked, answer: HttpResponse): Asked | undefined {
  const location = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined) return undefined;
  const url = locationOf(location, asked.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw fetchFailed('URL scheme must be a HTTP(S) scheme');
  checkPort(url);
  if (url.username !== '' || url.password !== '') {
    throw fetchFailed('cross origin not allowed for request mode "cors"');
  }
  if (answer.status !== 303 && asked.streamed) throw fetchFailed('a body that was a stream cannot be sent again');
  const { method } = asked;
  const becomesGet =
    answer.status === 303 ? method !== 'GET' && method !== 'HEAD' : answer.status < 303 && method === 'POST';
  const gone = [...(becomesGet ? OF_BODY : []), ...(url.origin === new URL(asked.url).origin ? [] : PRIVATE)];
  const headers = asked.headers.filter(([name]) => !gone.includes(name.toLowerCase()));
  return becomesGet
    ? { method: 'GET', url: url.href, headers, body: '', streamed: false }
    : { ...asked, url: url.href, headers };
}

function locationOf(location: string, base: string): URL {
  try {
    const url = new URL(location, base);
    url.hash = '';
    return url;
  } catch (error) {
    throw new TypeError('fetch failed', { cause: error });
  }
}
