import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../exit-code.ts';
import type { CheckResult } from '../report/result.ts';
import { runCaptured } from '../testing/captured-io.ts';

// One small campaign, in this thread, tells all that it has found in every form.
const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
let events: readonly { readonly event: string }[] = [];
let json = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simlet-campaign-'));
  copyFileSync(join(root, 'samples/memcached.yaml'), join(folder, 'web.yaml'));
  const size = ['--runs', '10', '--sweep-limit', '4', '--workers', '0', '--quiet'];
  const words = [
    'explore',
    'web.yaml',
    ...size,
    '--json',
    '--reporter',
    'junit=j.xml',
    '--reporter',
    'ndjson=n.ndjson',
  ];
  const { code, out } = await runCaptured(words, { cwd: folder });
  expect(code).toBe(EXIT.broken);
  json = out;
  const lines = readFileSync(join(folder, 'n.ndjson'), 'utf8').trimEnd().split('\n');
  events = lines.map((line) => JSON.parse(line) as { readonly event: string });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the JSON of a campaign keeps to the schema of the package', () => {
  const path = join(root, 'schema/campaign-result-1.schema.json');
  const validate = new Ajv2020().compile(JSON.parse(readFileSync(path, 'utf8')) as AnySchemaObject);
  expect(validate(JSON.parse(json))).toBe(true);
  expect(validate.errors).toBeNull();
});

test('the reporters of a check tell of a campaign what is broken, what depends on numbers, and what no run came into', () => {
  const told = events.find(({ event }) => event === 'workload') as unknown as CheckResult['workloads'][number];
  const outcomes = new Map(told.properties.map(({ id, outcome }) => [id, outcome]));
  expect(outcomes.get('prestop-completes')).toBe('broken');
  expect(outcomes.get('deleted-pod-gone')).toBe('holds');
  expect(outcomes.get('job-completes')).toBe('not met');
  const findings = (JSON.parse(json) as { readonly findings: readonly { readonly property: string }[] }).findings;
  const found = told.properties.filter(({ outcome }) => outcome === 'broken' || outcome === 'depends');
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(findings.map(({ property }) => property)));
  expect(readFileSync(join(folder, 'j.xml'), 'utf8')).toContain('name="prestop-completes"');
});

test('a campaign ends after so many different failures', async () => {
  const size = ['--runs', '100k', '--sweep-limit', '50', '--workers', '0', '--quiet'];
  const words = ['explore', 'web.yaml', ...size, '--stop-after-distinct', '1', '--json', '--campaign-dir', 'other'];
  const { out } = await runCaptured(words, { cwd: folder });
  expect(JSON.parse(out)).toMatchObject({ complete: false });
});

test('campaigns are listed with what they explore and how far they are', async () => {
  const { out } = await runCaptured(['list', 'campaigns', '--json'], { cwd: folder });
  expect(JSON.parse(out)).toMatchObject([{ workloads: ['StatefulSet/memcached'] }]);
});
