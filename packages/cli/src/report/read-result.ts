import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../input-error.ts';
import { whyUnreadable } from '../why-unreadable.ts';
import { RESULT_SCHEMA } from './result.ts';
import type { CheckResult } from './result.ts';

/** What `check --json` has written. @throws InputError where it is something else. */
export function readResult(path: string, cwd: string): CheckResult {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(resolve(cwd, path), 'utf8'));
  } catch (error) {
    throw new InputError(`${path}: ${error instanceof SyntaxError ? 'is no JSON' : whyUnreadable(error)}`);
  }
  if (!isResult(value)) throw new InputError(`${path}: is no ${RESULT_SCHEMA}, as check --json writes it`);
  return value;
}

function isResult(value: unknown): value is CheckResult {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, workloads, summary } = { schema: undefined, workloads: undefined, summary: undefined, ...value };
  return schema === RESULT_SCHEMA && Array.isArray(workloads) && typeof summary === 'object' && summary !== null;
}
