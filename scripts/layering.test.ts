import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageNames, root, typescriptFiles } from './typescript-files.ts';

interface Row {
  readonly name: string;
  readonly allowed: readonly string[];
}

interface PackageJson {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The rows of the table of packages in ARCHITECTURE.md, with the last column as names of folders and of dependencies. */
function tableRows(): readonly Row[] {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  // Other sections have tables of their own.
  const text = /^## Packages$[^]*?(?=^## )/mu.exec(page)?.[0] ?? page;
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const allowed = cells.at(-2) ?? '';
    return {
      name: /^`([^`]+)`/.exec(cells[1] ?? '')?.[1] ?? '',
      allowed: allowed === '–' ? [] : allowed.split(',').map((name) => name.replaceAll('`', '').trim()),
    };
  });
}

const rows = tableRows();
const names = packageNames();

function packageJson(name: string): PackageJson {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as PackageJson;
}

/** How the table calls a package that code calls `@simlet/core`, `simlet` or `yaml/browser`. */
function tableName(specifier: string): string {
  if (specifier === 'simlet') return 'cli';
  if (specifier.startsWith('@simlet/')) return specifier.slice('@simlet/'.length);
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** What a source imports: `from '…'`, `import '…'` and `import('…')`. */
function specifiers(path: string): readonly string[] {
  const source = readFileSync(join(root, path), 'utf8');
  const imports = source.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm);
  return [...imports].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function offences(name: string, allowed: readonly string[]): readonly string[] {
  const own = packageJson(name);
  const declared = [...Object.keys(own.dependencies ?? {}), ...Object.keys(own.devDependencies ?? {})].map(tableName);
  return typescriptFiles(`packages/${name}/src`).flatMap((path) => {
    const inTest = path.endsWith('.test.ts') ? ['vitest', 'fast-check', ...declared] : [];
    return specifiers(path)
      .filter((specifier) => !isAllowed(path, specifier, [...allowed, ...inTest]))
      .map((specifier) => `${path} imports ${specifier}`);
  });
}

function isAllowed(path: string, specifier: string, allowed: readonly string[]): boolean {
  if (specifier.startsWith('.')) {
    // As many steps up as there are folders below src lead to src itself, and no further.
    const depth = path.split('/').length - 4;
    return (specifier.match(/\.\.\//g) ?? []).length <= depth;
  }
  // Whether a package may touch Node at all is for the test of tidiness to say.
  if (specifier.startsWith('node:')) return true;
  if (/^(?:@simlet\/[^/]+|simlet)\//.test(specifier)) return false;
  return allowed.includes(tableName(specifier));
}

test('the table of ARCHITECTURE.md has a row for each package, and for nothing else', () => {
  expect(rows.map((row) => row.name).toSorted(byCodeUnits)).toEqual(names.toSorted(byCodeUnits));
});

test('a package stands below all the packages that it may import, so imports run one way', () => {
  const order = rows.map((row) => row.name);
  const upward = rows.flatMap(({ name, allowed }) =>
    allowed.filter((other) => order.includes(other) && order.indexOf(other) >= order.indexOf(name)),
  );
  expect(upward).toEqual([]);
});

test.each(rows)('$name imports only what the table says', ({ name, allowed }) => {
  expect(offences(name, allowed)).toEqual([]);
});

test.each(rows)('$name depends only on what the table says', ({ name, allowed }) => {
  const dependencies = Object.keys(packageJson(name).dependencies ?? {}).map(tableName);
  expect(dependencies.filter((dependency) => !allowed.includes(dependency))).toEqual([]);
});

test('imports upward, into the insides of another package and past src are told apart from good ones', () => {
  const path = 'packages/kubelet/src/pod/worker.ts';
  const allowed = ['core', 'immer'];
  const good = ['@simlet/core', 'immer', './sync.ts', '../constants.ts'];
  const bad = ['@simlet/cluster', '@simlet/core/src/queue.ts', 'yaml', '../../../core/src/queue.ts', 'simlet'];
  expect(good.filter((specifier) => !isAllowed(path, specifier, allowed))).toEqual([]);
  expect(bad.filter((specifier) => isAllowed(path, specifier, allowed))).toEqual([]);
});

function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
