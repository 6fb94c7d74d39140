import { Blob } from 'node:buffer';
import { present } from './present.ts';
import type { Replacement } from './replacement.ts';

/** Streams of blobs: Node reads those with the loop of its events from version 24 on, which does not turn while a world runs. */
export function blobs(): readonly Replacement[] {
  const target: object = Blob.prototype;
  const original = Reflect.get(target, 'stream') as (this: Blob) => unknown;
  const value = function (this: Blob): unknown {
    return present.guest === undefined ? Reflect.apply(original, this, []) : streamOf(this);
  };
  const before = Reflect.getOwnPropertyDescriptor(target, 'stream');
  return [{ target, key: 'stream', descriptor: { ...before, value } }];
}

function streamOf(blob: Blob): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: 'bytes',
    async start(controller) {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
