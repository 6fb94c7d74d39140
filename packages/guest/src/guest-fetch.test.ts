import { createWorld, MILLISECOND } from '@simlet/core';
import type { Behaviour, FactBody, World } from '@simlet/core';
import { expect, it } from 'vitest';
import { guest, httpPath, run } from './index.ts';
import type { Guest, HttpRequest } from './index.ts';

interface Said extends FactBody {
  readonly kind: 'said';
  readonly what: unknown;
}

const shop: Guest = async (env) => {
  let sold = 0;
  env.serve(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/empty') return new Response(null, { status: 204 });
    if (pathname === '/bytes') return new Response(new Uint8Array([255, 0, 128]));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { count } = (await request.json()) as { readonly count: number };
    sold += count;
    return Response.json({ sold, method: request.method, header: request.headers.get('x-name') }, { status: 201 });
  });
};

function worldOf(server: Guest, client: Guest, path = 'http'): World<Said> {
  const world = createWorld<Said>({ freeze: true });
  const delay = { simplest: 5 * MILLISECOND, min: 1 * MILLISECOND, max: 50 * MILLISECOND };
  world.setLink({ from: 'client', to: 'shop', both: true, rule: { delay } });
  world.addHost({ name: 'shop', boot: [guest(path, server)] });
  world.addHost({ name: 'client', boot: [guest('main', client)] });
  return world;
}

function said(world: World<Said>): readonly unknown[] {
  return world.facts().map(({ time, body }) => [time / MILLISECOND, body.what]);
}

const say = (what: unknown): Said => ({ kind: 'said', what });

it.each(['http', 'main'])(
  'a guest at the path %s answers what others fetch, over the links of the world',
  async (path) => {
    const world = worldOf(
      shop,
      async (env) => {
        const body = JSON.stringify({ count: 2 });
        const response = await fetch('http://shop/orders', { method: 'POST', body, headers: { 'X-Name': 'ada' } });
        env.record(say([response.status, response.url, await response.json()]));
        const empty = await fetch(new URL('http://shop/empty'));
        env.record(say([empty.status, await empty.text()]));
        const bytes = await fetch(new Request('http://shop/bytes'));
        env.record(say([bytes.ok, [...new Uint8Array(await bytes.arrayBuffer())]]));
      },
      path,
    );
    await run(world);
    expect(said(world)).toEqual([
      [30, [201, 'http://shop/orders', { sold: 2, method: 'POST', header: 'ada' }]],
      [40, [204, '']],
      [50, [true, [255, 0, 128]]],
    ]);
  },
);

it('a server listens at a port, a pure process can be one, and where nobody answers fetch fails as that of Node does', async () => {
  const pure: Behaviour<null, null, HttpRequest> = {
    kind: 'pure-server',
    start: () => null,
    receive(_, { id, replyTo, url }, turn) {
      turn.send(replyTo, { kind: 'http.response', id, status: 200, headers: [], body: `pure ${url}` });
      return null;
    },
  };
  const world = worldOf(
    async (env) => {
      env.serve(() => new Response('at 8080'), { port: 8080 });
      env.serve(() => new Response('at 9090'), { port: 9090 });
    },
    async (env) => {
      for (const url of ['http://shop:8080/', 'http://shop:9090', 'http://pure:81/x'])
        env.record(say(await (await fetch(url)).text()));
      const failure: unknown = await fetch('http://shop/').catch((error: unknown) => error);
      const { message, cause } = failure as Error & { readonly cause: { readonly code: string } };
      env.record(say([failure instanceof TypeError, message, cause.code]));
    },
  );
  world.addHost({ name: 'pure', boot: [{ path: httpPath(81), behaviour: pure, input: null }] });
  await run(world);
  expect(said(world)).toEqual([
    [10, 'at 8080'],
    [20, 'at 9090'],
    [20, 'pure http://pure:81/x'],
    [300_020, [true, 'fetch failed', 'UND_ERR_HEADERS_TIMEOUT']],
  ]);
});

it('a fetch is aborted by a timeout, in time and with the reason of Node', async () => {
  const world = worldOf(
    async (env) => env.serve(() => new Promise(() => {})),
    async (env) => {
      for (const signal of [AbortSignal.timeout(70), AbortSignal.abort('no more')]) {
        const reason: unknown = await fetch('http://shop/', { signal }).catch((error: unknown) => error);
        env.record(say(reason instanceof DOMException ? reason.name : reason));
      }
    },
  );
  expect(await run(world)).toBe('idle');
  expect(said(world)).toEqual([
    [70, 'TimeoutError'],
    [70, 'no more'],
  ]);
});

it('an answer that comes after a crash of who asked finds another incarnation, and is no answer to it', async () => {
  const world = worldOf(shop, async (env) => {
    if (env.incarnation > 0) return void (await env.receive());
    await fetch('http://shop/orders', { method: 'POST', body: '{"count":1}' });
    env.record(say('answered'));
  });
  await run(world, 10 * MILLISECOND);
  world.crash('client');
  world.boot('client');
  await run(world);
  expect(said(world)).toEqual([]);
});

// What Node 20 to 26 answer to the same, word for word.
it.each([
  ['data:,a%20b#there', 'data:,a%20b', 'text/plain;charset=US-ASCII', 'a b'],
  ['data:text/html;charset=utf-8,<p>é', 'data:text/html;charset=utf-8,<p>%C3%A9', 'text/html;charset=utf-8', '<p>é'],
  ['data:;base64,aG k%3D', 'data:;base64,aG k%3D', 'text/plain;charset=US-ASCII', 'hi'],
  ['data:TEXT/Plain ; a=B,x', 'data:TEXT/Plain ; a=B,x', 'text/plain;a=B', 'x'],
  ['data:image/svg+xml;utf8,<x/>', 'data:image/svg+xml;utf8,<x/>', 'image/svg+xml', '<x/>'],
])('%s is its own answer, at once', async (input, url, type, text) => {
  const world = worldOf(shop, async (env) => {
    const response = await fetch(input);
    const { status, statusText, headers } = response;
    env.record(
      say([status, statusText, response.type, response.url, headers.get('content-type'), await response.text()]),
    );
  });
  await run(world);
  expect(said(world)).toEqual([[0, [200, 'OK', 'basic', url, type, text]]]);
});

it.each([
  ['data:foo', 'failed to fetch the data URL'],
  ['data:;base64,@@', 'failed to fetch the data URL'],
  ['about:blank', 'about scheme is not supported'],
  ['http://shop:22/', 'bad port'],
  ['https://shop:6667/', 'bad port'],
])('%s fails as in Node: %s', async (input, cause) => {
  const world = worldOf(shop, async (env) => {
    await fetch(input).catch((error: TypeError) => env.record(say([error.message, (error.cause as Error).message])));
  });
  await run(world);
  expect(said(world)).toEqual([[0, ['fetch failed', cause]]]);
});
