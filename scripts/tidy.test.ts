import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeText } from './code-text.ts';
import { packageNames, root, typescriptFiles } from './typescript-files.ts';

/** Packages without clock, input or output, global state or asynchrony. */
const pure: readonly string[] = ['core', 'objects', 'manifest', 'kubelet', 'cluster', 'properties', 'report'];

/** What pure code may not say, and why. Names alone are searched for, so a member of that name is found too. */
const impure: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/\bDate\b/, 'the only clock is the world'],
  [/\b(?:performance|globalThis|crypto)\b/, 'no clock, no global state, no entropy'],
  [/\bprocess\.(?:env|argv|exit|hrtime|nextTick|cwd|stdout|stderr|platform|memoryUsage|cpuUsage)\b/, 'no surroundings'],
  [/(?<!#)\b(?:async|await|Promise)\b/, 'the order of asynchronous work is not the order of the world'],
  [/\b(?:set|clear)(?:Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/, 'the only timers are those of the world'],
  [/\bIntl\b|\blocaleCompare\b|\btoLocale[A-Z]\w*/, 'depends on the locale of the machine'],
  [
    /\bMath\.(?!(?:min|max|abs|floor|ceil|trunc|round|sign|imul|clz32|sqrt)\b)\w+/,
    'differs between engines, or is random',
  ],
  [/\*\*/, 'its bits differ between engines'],
  [/^(?:export )?(?:let|var) /, 'state of a module outlives a run'],
  [/\.(?:sort|toSorted)\(\s*\)/, 'sorting needs a total order, written out'],
];

/** What no code of the project says, and why. */
const untidy: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^\s*export default\b/, 'exports have names'],
  [/\benum \w+ \{/, 'unions of literals stand for enums'],
  [/\bnamespace \w+ \{/, 'files are the namespaces'],
  [/(?::|<|\bas) any\b/, 'unknown, then narrow'],
];

const files = packageNames().flatMap((name) => typescriptFiles(`packages/${name}/src`));
const scripts = typescriptFiles('scripts');
const written = [...files, ...scripts].filter((path) => !path.endsWith('.generated.ts'));
const pureFiles = files.filter((path) => {
  return !path.endsWith('.test.ts') && pure.some((name) => path.startsWith(`packages/${name}/`));
});

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function findings(path: string, rules: readonly (readonly [RegExp, string])[]): readonly string[] {
  return codeText(textOf(path))
    .split('\n')
    .flatMap((line, index) =>
      rules
        .filter(([pattern]) => pattern.test(line))
        .map(([, reason]) => `${path}:${index + 1}: ${line.trim()} (${reason})`),
    );
}

test('there is code to look at', () => {
  expect(files.length).toBeGreaterThan(50);
});

test('pure packages use no clock, no input or output, no global state and nothing that differs between engines', () => {
  expect(pureFiles.flatMap((path) => findings(path, impure))).toEqual([]);
});

test('pure packages import nothing of Node', () => {
  expect(pureFiles.filter((path) => /from '(?:node:|fs|path|os)/.test(textOf(path)))).toEqual([]);
});

test('no code has default exports, enums, namespaces or any', () => {
  const code = written.filter((path) => !path.endsWith('vitest.config.ts'));
  expect(code.flatMap((path) => findings(path, untidy))).toEqual([]);
});

test('no file that was written by hand is longer than 300 lines', () => {
  const long = written.map((path) => [path, textOf(path).trimEnd().split('\n').length] as const);
  expect(long.filter(([, lines]) => lines > 300)).toEqual([]);
});

test('files are named after a concept, in small letters with dashes', () => {
  const names = written.filter((path) => {
    const name = basename(path).replace(/(?:\.test|\.config)?\.ts$/, '');
    return !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || /^(?:utils?|helpers?|common|misc|shared)$/.test(name);
  });
  expect(names).toEqual([]);
});

test('each package has one index.ts, at the top of its sources, which names what it exports', () => {
  const indexes = files.filter((path) => basename(path) === 'index.ts');
  expect(indexes.toSorted((left, right) => (left < right ? -1 : 1))).toEqual(
    packageNames()
      .map((name) => `packages/${name}/src/index.ts`)
      .toSorted((left, right) => (left < right ? -1 : 1)),
  );
  expect(indexes.filter((path) => /export \*/.test(codeText(textOf(path))))).toEqual([]);
});

describe('the rules find what they are for', () => {
  test.each([
    ['const now = Date.now();', impure],
    ['let counter = 0;', impure],
    ['const a = 2 ** 3;', impure],
    ['const a = Math.pow(2, 3);', impure],
    ['names.sort();', impure],
    ['async function f() {}', impure],
    ['export default f;', untidy],
    ['export enum Phase {', untidy],
    ['const a = b as any;', untidy],
  ])('%s', (line, rules) => {
    expect(rules.some(([pattern]) => pattern.test(codeText(line)))).toBe(true);
  });

  test.each(['const a = Math.floor(b / 2);', '  let count = 0;', 'names.sort(byName);', 'const text = `${a} ** b`;'])(
    'and let pass: %s',
    (line) => {
      expect([...impure, ...untidy].some(([pattern]) => pattern.test(codeText(line)))).toBe(false);
    },
  );
});
