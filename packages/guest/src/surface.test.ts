import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes, randomFillSync, randomInt } from 'node:crypto';
import { EventEmitter, on, once } from 'node:events';
import { scheduler, setTimeout as delay } from 'node:timers/promises';
import { createWorld, MILLISECOND } from '@simlet/core';
import type { FactBody } from '@simlet/core';
import { describe, expect, it } from 'vitest';
import { guest, run } from './index.ts';
import type { Guest } from './index.ts';

interface Said extends FactBody {
  readonly kind: 'said';
  readonly what: unknown;
}

/** What a guest comes to, which has a whole second for it. */
async function comesTo(what: () => unknown): Promise<unknown> {
  const world = createWorld<Said>({ freeze: true });
  const body: Guest = async (env) => env.record<Said>({ kind: 'said', what: await what() });
  world.addHost({ name: 'host', boot: [guest('main', body)] });
  await run(world, 1_000 * MILLISECOND);
  return world.facts()[0]?.body.what;
}

function failure(task: () => unknown): string {
  try {
    return String(task());
  } catch (error) {
    const { name, code } = error as Error & { readonly code?: unknown };
    return `${name} ${String(code)}`;
  }
}

describe('dates of a guest', () => {
  it('are the dates of its host in all their forms', async () => {
    const forms = await comesTo(async () => {
      class Day extends Date {}
      await delay(500);
      return [
        new Date().toISOString(),
        Date().slice(0, 24),
        new Day().getTime() - Date.now(),
        (Reflect.construct(Date, []) as Date).getMilliseconds(),
        new Date().constructor === Date,
        new Date() instanceof Date,
        structuredClone(new Date()).getTime() - Date.now(),
        [new Date(5).getTime(), new Date('1999-12-31').getTime(), Date.UTC(2000, 0)].join(' '),
      ];
    });
    const now = '2000-01-01T00:00:00.500Z';
    expect(forms).toEqual([now, 'Sat Jan 01 2000 00:00:00', 0, 500, true, true, 0, '5 946598400000 946684800000']);
  });

  it('are what Intl formats where it is given none', async () => {
    const formatted = await comesTo(() => {
      const format = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' });
      return [
        format.format(),
        format
          .formatToParts()
          .map(({ value }) => value)
          .join(''),
        format.format(0),
      ];
    });
    expect(formatted).toEqual(['1/1/2000', '1/1/2000', '1/1/1970']);
  });
});

it('marks and measures of a guest are about its own time, and only it sees them', async () => {
  const seen = await comesTo(async () => {
    performance.mark('begin');
    await delay(10);
    performance.mark('middle', { detail: 'half' });
    await delay(20);
    const whole = performance.measure('whole', 'begin');
    const part = performance.measure('part', 'begin', 'middle');
    const names = performance.getEntries().map(({ name, startTime }) => `${name} ${startTime}`);
    const unknown = failure(() => performance.measure('no', 'never'));
    performance.clearMarks('begin');
    const left = performance.getEntriesByType('mark').length;
    return [whole.duration, part.duration, names, performance.getEntriesByName('part').length, left, unknown];
  });
  expect(seen).toEqual([30, 10, ['begin 0', 'whole 0', 'part 0', 'middle 10'], 1, 1, 'SyntaxError 12']);
  expect(performance.getEntriesByName('begin')).toEqual([]);
});

it('random numbers of a guest are refused what Node refuses, and keep to their bounds', async () => {
  const drawn = await comesTo(() => {
    const words = randomFillSync(new Uint16Array(4), 1, 2);
    return [
      Array.from({ length: 50 }, () => randomInt(3, 5)).every((value) => value === 3 || value === 4),
      [words[0], words[3]],
      randomBytes(7).length,
      failure(() => randomInt(5, 5)),
      failure(() => randomInt(1.5)),
      failure(() => randomBytes(-1)),
      failure(() => crypto.getRandomValues(new Float32Array(1) as never)),
      failure(() => crypto.getRandomValues(new Uint8Array(65_537))),
    ];
  });
  const refused = ['ERR_OUT_OF_RANGE', 'ERR_INVALID_ARG_TYPE', 'ERR_OUT_OF_RANGE'];
  expect(drawn).toEqual([
    true,
    [0, 0],
    7,
    `RangeError ${refused[0]}`,
    `TypeError ${refused[1]}`,
    `RangeError ${refused[2]}`,
    'TypeMismatchError 17',
    'QuotaExceededError 22',
  ]);
});

it('digests of crypto.subtle come at once', async () => {
  const digested = await comesTo(async () =>
    Buffer.from(await crypto.subtle.digest({ name: 'sha-256' }, new TextEncoder().encode('x'))).toString('hex'),
  );
  expect(digested).toBe(createHash('sha256').update('x').digest('hex'));
});

describe('promises of timers', () => {
  it('are refused what Node refuses', async () => {
    const refused = await comesTo(() =>
      Promise.all(
        [
          delay('1' as never),
          delay(1, null, { signal: 'x' as never }),
          delay(1, null, { ref: 1 as never }),
          scheduler.wait(1, 5 as never),
        ].map((waiting) => waiting.catch((error: unknown) => (error as { readonly code: string }).code)),
      ),
    );
    expect(refused).toEqual(Array.from({ length: 4 }, () => 'ERR_INVALID_ARG_TYPE'));
  });

  it('end with whichever of several signals comes first, and events are waited for with one', async () => {
    const ended = await comesTo(async () => {
      const signal = AbortSignal.any([AbortSignal.timeout(20), new AbortController().signal]);
      const emitter = new EventEmitter();
      setTimeout(() => emitter.emit('tick', 1), 5);
      setTimeout(() => emitter.emit('tick', 2), 15);
      const heard: unknown[] = [];
      const reason = await (async () => {
        for await (const [value] of on(emitter, 'tick', { signal })) heard.push(value);
      })().catch((error: unknown) => (error as Error).name);
      await once(AbortSignal.timeout(5), 'abort');
      return [heard, reason, performance.now()];
    });
    expect(ended).toEqual([[1, 2], 'AbortError', 25]);
  });
});

it('blobs and forms are streams, and come in the same bytes in each run', async () => {
  const send = async (): Promise<unknown> => {
    const world = createWorld<Said>({ freeze: true });
    const server: Guest = async (env) =>
      env.serve(async (request) => {
        const text = await request.clone().text();
        const form = await request.formData();
        env.record<Said>({ kind: 'said', what: [text, request.headers.get('content-type'), Math.random()] });
        return new Response(form.get('file') as Blob);
      });
    const client: Guest = async (env) => {
      const body = new FormData();
      body.set('name', 'ada');
      body.set('file', new File(['con', new Blob(['tents'])], 'a.txt', { type: 'text/plain' }));
      const response = await fetch('http://server/', { method: 'POST', body });
      let text = '';
      for await (const chunk of new Blob([await response.arrayBuffer()]).stream())
        text += Buffer.from(chunk).toString();
      env.record<Said>({ kind: 'said', what: [text, response.headers.get('content-type'), Math.random()] });
    };
    world.addHost({ name: 'server', boot: [guest('http', server)] });
    world.addHost({ name: 'client', boot: [guest('main', client)] });
    await run(world);
    return world.facts().map(({ body }) => body.what);
  };
  const sent = await send();
  expect(sent).toEqual(await send());
  const [[text, type], [contents]] = sent as [[string, string], [string]];
  expect(type).toBe('multipart/form-data; boundary=----formdata-undici-000000000000');
  expect(text).toContain(
    '------formdata-undici-000000000000\r\nContent-Disposition: form-data; name="name"\r\n\r\nada',
  );
  expect(contents).toBe('contents');
});

it('contexts of an AsyncLocalStorage follow promises and timers', async () => {
  const followed = await comesTo(async () => {
    const request = new AsyncLocalStorage<string>();
    const seen = (name: string): Promise<unknown> =>
      request.run(name, async () => {
        await delay(1);
        const awaited = request.getStore();
        const timed = await new Promise((resolve) => setTimeout(() => resolve(request.getStore()), 1));
        return [awaited, timed, await new Promise((resolve) => setImmediate(() => resolve(request.getStore())))];
      });
    return [await Promise.all([seen('a'), seen('b')]), request.getStore() ?? 'none'];
  });
  const ofEach = ['a', 'b'].map((name) => [name, name, name]);
  expect(followed).toEqual([ofEach, 'none']);
});
