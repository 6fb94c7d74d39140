// Worlds of the kernel and of guests with what their digests are known to be. `scripts/digests.mjs` runs them in the main
// thread and in a worker of every Node.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setInterval, setTimeout as delay } from 'node:timers/promises';
import { createWorld, MILLISECOND, receiveWithin, script, seeded, sleep } from '../packages/core/dist/index.js';
import { guest, simulate, withGuards } from '../packages/guest/dist/index.js';

/** The names of the worlds, each with its digest and how to make it; all run for ten seconds. */
const worlds = [
  { name: 'scripts that talk over bad links and crash', digest: 'deed389fd582c699', create: scriptsWorld },
  { name: 'guests that fetch over bad links and crash', digest: '68767ce98ddc394c', create: fetchWorld },
  { name: 'guests with chains of promises of all kinds', digest: 'eb91b89046e9bbe8', create: chainsWorld },
  { name: 'guests with redirects, forms, marks and contexts', digest: 'f206a1aa79b7b78d', create: formsWorld },
];

/** A line for each world: its name and digest. @throws where a digest is not the known one. */
export async function goldenDigests() {
  const lines = [];
  for (const { name, digest, create } of worlds) {
    const actual = await simulate(() => {
      const world = create();
      withGuards(() => world.run(10_000 * MILLISECOND), { strict: true });
      return world.digest();
    });
    lines.push(`${name} ${actual}`);
    if (actual !== digest) throw new Error(`${name}: the digest is ${actual} and was ${digest}`);
  }
  return lines;
}

const crashPoints = {
  delay: { simplest: 0, min: 0, max: 5_000, distribution: { kind: 'uniform', odds: [1, 20] } },
  restartAfter: { simplest: 50 * MILLISECOND, min: 0, max: 500 * MILLISECOND },
};
const link = {
  from: 'client',
  to: 'server',
  both: true,
  rule: {
    delay: { simplest: 5 * MILLISECOND, min: 1 * MILLISECOND, max: 80 * MILLISECOND },
    lose: [1, 20],
    duplicate: [1, 20],
  },
};

function scriptsWorld() {
  const world = createWorld({ chooser: seeded('golden'), ties: true, freeze: true });
  world.setLink(link);
  world.addHost({
    name: 'server',
    crashPoints,
    boot: [
      script('main', function* (env) {
        for (;;) {
          const message = yield* receiveWithin(100 * MILLISECOND);
          env.record({ kind: 'heard', number: message?.number ?? null });
        }
      }),
    ],
  });
  world.addHost({
    name: 'client',
    boot: [
      script('main', function* (env) {
        for (let number = 0; ; number += 1) {
          env.send('server/main', { kind: 'number', number });
          yield* sleep(env.decide.integer('gap', { simplest: 10, min: 0, max: 100 * MILLISECOND }));
        }
      }),
    ],
  });
  return world;
}

function fetchWorld() {
  const world = createWorld({ chooser: seeded('golden'), ties: true, freeze: true });
  world.setLink(link);
  const server = guest('http', async (env) => {
    env.serve(async (request) => {
      const { number } = await request.json();
      await delay(Math.random() * 20);
      env.record({ kind: 'served', number, at: new Date().toISOString(), by: crypto.randomUUID() });
      return Response.json({ number }, { status: number % 7 === 0 ? 503 : 200 });
    });
  });
  const client = guest('main', async (env) => {
    for (let number = 0; ; number += 1) {
      const signal = AbortSignal.timeout(150);
      const body = JSON.stringify({ number });
      const outcome = await fetch('http://server/', { method: 'POST', body, signal }).then(
        async (response) => `${response.status} ${await response.text()}`,
        (error) => error.name,
      );
      env.record({ kind: 'answered', outcome, after: performance.now() });
    }
  });
  world.addHost({ name: 'server', crashPoints, boot: [server], clock: { offset: 1_234, drift: 50 } });
  world.addHost({ name: 'client', boot: [client] });
  return world;
}

// What takes how many microtasks is to be the same everywhere: racing chains write down who came first.
function chainsWorld() {
  const world = createWorld({ chooser: seeded('golden'), freeze: true });
  const chains = {
    'resolved value': async () => null,
    'returned promise': async () => Promise.resolve(null),
    'three deep': async () => (async () => (async () => null)())(),
    'all settled': () => Promise.allSettled([Promise.resolve(), Promise.reject(new Error('no'))]),
    'any and race': () => Promise.race([Promise.any([Promise.reject(new Error('no')), Promise.resolve()]), delay(1)]),
    'foreign thenable': async () => ({ then: (resolve) => queueMicrotask(resolve) }),
    'async generator': async () => {
      for await (const value of tenTimes()) void value;
    },
    'next tick': () => new Promise((resolve) => process.nextTick(resolve)),
    immediate: () => new Promise((resolve) => setImmediate(resolve)),
    aborted: () => delay(1_000, null, { signal: AbortSignal.abort() }).catch(() => null),
    finally: () => Promise.resolve().finally(() => null),
  };
  async function* tenTimes() {
    for (let step = 0; step < 10; step += 1) yield step;
  }
  const body = async (env) => {
    for await (const _ of setInterval(1_000)) {
      const order = [];
      const racing = Object.entries(chains).map(async ([name, chain]) => {
        await chain();
        order.push(name);
      });
      await Promise.all(racing);
      env.record({ kind: 'order', order });
    }
  };
  for (const name of ['one', 'other']) world.addHost({ name, boot: [guest('main', body)] });
  return world;
}

// What Node does in other ways from one version to the next: forms and blobs, redirects, marks, contexts that timers follow.
function formsWorld() {
  const world = createWorld({ chooser: seeded('golden'), freeze: true });
  world.setLink({ ...link, from: 'client', to: 'server' });
  const context = new AsyncLocalStorage();
  const server = guest('http', async (env) => {
    env.serve(async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/old') return new Response(null, { status: 307, headers: { location: '/new' } });
      env.record({ kind: 'asked', text: await request.clone().text(), type: request.headers.get('content-type') });
      return new Response((await request.formData()).get('file'), { headers: { 'x-random': `${Math.random()}` } });
    });
  });
  const client = guest('main', async (env) => {
    for (let number = 0; ; number += 1) {
      const body = new FormData();
      body.set('file', new File([`number ${number}`], 'a.txt'));
      const before = performance.mark(`before ${number}`);
      const response = await fetch('http://server/old', {
        method: 'POST',
        body,
        signal: AbortSignal.timeout(2_000),
      }).catch((error) => new Response(error.name));
      const { url, redirected, statusText } = response;
      const text = await response.text();
      const seen = await context.run(text, () => new Promise((done) => setImmediate(() => done(context.getStore()))));
      const { duration } = performance.measure('took', before.name);
      env.record({ kind: 'answered', text, seen, url, redirected, statusText, duration, random: Math.random() });
    }
  });
  world.addHost({ name: 'server', crashPoints, boot: [server] });
  world.addHost({ name: 'client', boot: [client] });
  return world;
}
