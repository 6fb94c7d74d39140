import childProcess from 'node:child_process';
import nodeCrypto from 'node:crypto';
import datagrams from 'node:dgram';
import names from 'node:dns';
import files from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import workers from 'node:worker_threads';
import zlib from 'node:zlib';
import { guestFetch } from './guest-fetch.ts';
import { functionReplacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { subtleDigest } from './subtle-digest.ts';

const WHY = 'left the world for the real one';

/** What would have to wait for something real: refused, but for `fetch`, which goes over the links of the world. */
export function realWorld(): readonly Replacement[] {
  const { subtle } = globalThis.crypto;
  return [
    ...functionReplacement({ target: globalThis, key: 'fetch', name: 'fetch', why: WHY }, (guest, [input, init]) =>
      guestFetch(guest, input as string | URL | Request, init as RequestInit | undefined),
    ),
    ...refused(globalThis, '', ['WebSocket', 'EventSource', 'MessageChannel', 'BroadcastChannel']),
    ...refused(Atomics, 'Atomics.', ['wait', 'waitAsync']),
    ...refused(childProcess, 'child_process.', functionsOf(childProcess)),
    ...refused(datagrams, 'dgram.', ['createSocket']),
    ...refused(names, 'dns.', ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'reverse']),
    ...refused(names.promises, 'dns.promises.', [
      'lookup',
      'lookupService',
      'resolve',
      'resolve4',
      'resolve6',
      'reverse',
    ]),
    ...refused(files, 'fs.', functionsOf(files).filter(isSlowFileFunction)),
    ...refused(files.promises, 'fs.promises.', functionsOf(files.promises)),
    ...refused(http, 'http.', ['request', 'get', 'createServer']),
    ...refused(http2, 'http2.', ['connect', 'createServer', 'createSecureServer']),
    ...refused(https, 'https.', ['request', 'get', 'createServer']),
    ...refused(net, 'net.', ['connect', 'createConnection', 'createServer']),
    ...refused(tls, 'tls.', ['connect', 'createServer']),
    ...refused(workers, 'worker_threads.', ['Worker', 'MessageChannel', 'BroadcastChannel']),
    ...refused(nodeCrypto, 'crypto.', ['pbkdf2', 'scrypt', 'hkdf', 'randomFill', 'generateKeyPair', 'generateKey']),
    ...functionReplacement({ target: subtle, key: 'digest', name: 'crypto.subtle.digest', why: WHY }, (_, given) =>
      subtleDigest(given),
    ),
    ...refused(
      subtle,
      'crypto.subtle.',
      Object.keys(prototypeOf(subtle)).filter((key) => key !== 'digest'),
    ),
    ...refused(globalThis, '', ['CompressionStream', 'DecompressionStream']),
    ...refused(zlib, 'zlib.', functionsOf(zlib).filter(isSlowCompression)),
  ];
}

function refused(target: object, prefix: string, keys: readonly string[]): readonly Replacement[] {
  return keys.flatMap((key) => functionReplacement({ target, key, name: `${prefix}${key}`, why: WHY }, undefined));
}

function prototypeOf(target: object): object {
  return Object.getPrototypeOf(target) as object;
}

function functionsOf(target: object): readonly string[] {
  return Object.keys(target).filter((key) => typeof Reflect.get(target, key) === 'function');
}

// What answers at once is left; classes and streams work in threads like all others.
function isSlowCompression(key: string): boolean {
  return !key.endsWith('Sync') && key !== 'crc32';
}

// What answers at once is left: Node itself loads modules with it, also while a world runs.
function isSlowFileFunction(key: string): boolean {
  return /^[a-z]/.test(key) && !key.endsWith('Sync') && !key.startsWith('_');
}
