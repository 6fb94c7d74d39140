import type { Problem, ProblemPath } from './problem.ts';
import { problemAt, unless } from './problem.ts';

const label = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** A DNS label (RFC 1123): at most 63 lower-case letters, digits and dashes. */
export function validateLabel(name: string, path: ProblemPath): readonly Problem[] {
  const rule = 'must be at most 63 lower-case letters, digits and "-", and begin and end with a letter or digit';
  return unless(name.length <= 63 && label.test(name), () =>
    problemAt(path, 'invalid-value', `the name "${name}" ${rule}`),
  );
}

/** A DNS subdomain (RFC 1123): labels with dots between them, at most 253 characters. */
export function validateSubdomain(name: string, path: ProblemPath): readonly Problem[] {
  const rule = 'must be lower-case letters, digits, "-" and ".", and begin and end with a letter or digit';
  return unless(name.length <= 253 && subdomain.test(name), () =>
    problemAt(path, 'invalid-value', `the name "${name}" ${rule}`),
  );
}

/** A service name (RFC 6335): at most 15 characters with at least one letter. */
export function validatePortName(name: string, path: ProblemPath): readonly Problem[] {
  const fits = name.length <= 15 && label.test(name) && /[a-z]/.test(name) && !name.includes('--');
  const rule = 'must be at most 15 lower-case letters, digits and "-", with at least one letter';
  return unless(fits, () => problemAt(path, 'invalid-value', `the port name "${name}" ${rule}`));
}

export function validatePortNumber(port: number, path: ProblemPath): readonly Problem[] {
  const fits = Number.isInteger(port) && port >= 1 && port <= 65_535;
  return unless(fits, () => problemAt(path, 'invalid-value', `the port ${port} is not between 1 and 65535`));
}

export function validatePort(port: number | string, path: ProblemPath): readonly Problem[] {
  return typeof port === 'number' ? validatePortNumber(port, path) : validatePortName(port, path);
}

/** Fields of an object that may be absent but not below zero. */
export function validateNotNegative<Name extends string>(
  object: { readonly [name in Name]?: number },
  names: readonly Name[],
  path: ProblemPath,
): readonly Problem[] {
  return names.flatMap((name) => {
    const value = object[name];
    return value === undefined
      ? []
      : unless(value >= 0, () =>
          problemAt([...path, name], 'negative-number', `${name} is ${value}, and must not be negative`),
        );
  });
}

/** A field that takes one of a few words. */
export function validateOneOf(
  value: string | undefined,
  allowed: readonly string[],
  path: ProblemPath,
): readonly Problem[] {
  return unless(value === undefined || allowed.includes(value), () => {
    const name = String(path.at(-1));
    return problemAt(path, 'invalid-value', `${name} is "${value ?? ''}", and must be ${oneOf(allowed)}`);
  });
}

function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
