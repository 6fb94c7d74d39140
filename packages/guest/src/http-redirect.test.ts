import { createWorld, MILLISECOND } from '@simlet/core';
import type { FactBody } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { guest, run } from './index.ts';
import type { Guest } from './index.ts';

// What is expected here is what the fetch of Node 20.20 did with a server of node:http that answers in the same way.

interface Said extends FactBody {
  readonly kind: 'said';
  readonly what: string;
}

/** `/to/STATUS?PLACE` redirects, `/loop` does so without end, and all else is answered with what was asked. */
const server: Guest = async (env) => {
  env.serve(async (request) => {
    const { pathname, search, host } = new URL(request.url);
    const [, what, status] = pathname.split('/');
    const location = what === 'loop' ? '/loop' : decodeURIComponent(search.slice(1)) || '/end';
    if (what === 'loop') return new Response(null, { status: 302, headers: { location } });
    if (what === 'nowhere') return new Response('nowhere', { status: 302 });
    if (what === 'to') return new Response('moved', { status: Number(status), headers: { location } });
    const told = ['authorization', 'cookie', 'content-type'].map((name) => request.headers.get(name) ?? '-');
    return new Response([request.method, host, await request.text(), ...told].join(' '));
  });
};

async function askedFor(what: () => Promise<Response>): Promise<string> {
  const world = createWorld<Said>({ freeze: true });
  for (const name of ['shop', 'other']) world.addHost({ name, boot: [guest('http', server)] });
  const body: Guest = async (env) => {
    const said = await what().then(
      async (response) => `${response.status} ${String(response.redirected)} ${response.url}: ${await response.text()}`,
      (error: TypeError) => `${error.name} ${error.message}: ${String((error.cause as Error).message)}`,
    );
    env.record<Said>({ kind: 'said', what: said });
  };
  world.addHost({ name: 'client', boot: [guest('main', body)] });
  expect(await run(world, 1_000 * MILLISECOND)).toBe('idle');
  return world.facts().map(({ body: { what: text } }) => text)[0] ?? 'nothing';
}

const END = '200 true http://shop/end:';
const headers = { authorization: 'me', cookie: 'a=1' };

describe('redirects of fetch', () => {
  it.each([
    ['GET', 301, 'GET shop  me a=1 -'],
    ['POST', 301, 'GET shop  me a=1 -'],
    ['POST', 302, 'GET shop  me a=1 -'],
    ['PUT', 302, 'PUT shop hi me a=1 text/plain;charset=UTF-8'],
    ['PUT', 303, 'GET shop  me a=1 -'],
    ['POST', 307, 'POST shop hi me a=1 text/plain;charset=UTF-8'],
    ['DELETE', 308, 'DELETE shop hi me a=1 text/plain;charset=UTF-8'],
  ])('%s after %i is asked anew as the standard says', async (method, status, asked) => {
    const init = { method, headers, ...(method === 'GET' ? {} : { body: 'hi' }) };
    expect(await askedFor(() => fetch(`http://shop/to/${status}`, init))).toBe(`${END} ${asked}`);
  });

  it('take no credentials to another origin, and no fragment anywhere', async () => {
    expect(await askedFor(() => fetch('http://shop/to/302?http%3A%2F%2Fother%2Fend%23there#here', { headers }))).toBe(
      '200 true http://other/end: GET other  - - -',
    );
  });

  it('are an error, or the answer itself, where that is asked for', async () => {
    const asked = (redirect: 'error' | 'manual'): Promise<string> =>
      askedFor(() => fetch(new Request('http://shop/to/302', { redirect })));
    expect(await asked('error')).toBe('TypeError fetch failed: unexpected redirect');
    expect(await asked('manual')).toBe('302 false http://shop/to/302: moved');
    expect(await askedFor(() => fetch('http://shop/nowhere'))).toBe('302 false http://shop/nowhere: nowhere');
    expect(await askedFor(() => fetch('http://shop/to/300'))).toBe('300 false http://shop/to/300: moved');
  });

  it('end after twenty, at what is no place, and where a body is gone', async () => {
    const failed = 'TypeError fetch failed:';
    const stream = (): RequestInit => ({ method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' });
    expect(await askedFor(() => fetch('http://shop/loop'))).toBe(`${failed} redirect count exceeded`);
    expect(await askedFor(() => fetch('http://shop/to/302?http://'))).toBe(`${failed} Invalid URL`);
    expect(await askedFor(() => fetch('http://shop/to/302?ftp://x/'))).toBe(
      `${failed} URL scheme must be a HTTP(S) scheme`,
    );
    expect(await askedFor(() => fetch('http://shop/to/307', stream()))).toBe(
      `${failed} a body that was a stream cannot be sent again`,
    );
    expect(await askedFor(() => fetch('http://shop/to/303', stream()))).toBe(`${END} GET shop  - - -`);
    expect(await askedFor(() => fetch('ftp://shop/'))).toBe(`${failed} unknown scheme`);
  });

  it('leave url, type and status text as Node shows them, in clones too', async () => {
    const shown = await askedFor(async () => {
      const response = (await fetch('http://shop/to/301')).clone();
      return new Response(`${response.type} ${response.statusText} ${String(response.redirected)} ${response.url}`);
    });
    expect(shown).toBe('200 false : basic OK true http://shop/end');
  });
});
