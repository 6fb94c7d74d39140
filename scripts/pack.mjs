// Makes the tarballs of all published packages: `node scripts/pack.mjs FOLDER`, after `npm run build`. The libraries are packed
// as they are; `simlet` is bundled, so that it has no dependencies and starts fast (docs/decisions/0012-simlet-is-bundled.md).
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'packages', 'cli');

/** Packs all published packages into an empty folder and answers with the paths of their tarballs. */
export async function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const libraries = readdirSync(join(root, 'packages')).filter((name) => name !== 'cli' && !manifestOf(name).private);
  const filters = libraries.flatMap((name) => ['--filter', `@simlet/${name}`]);
  // pnpm writes the versions of the workspace and of its catalogue into what it packs; npm cannot.
  run('npx', ['-y', packageManager, '--recursive', ...filters, 'pack', '--pack-destination', folder], root);
  await packSimlet(folder);
  return readdirSync(folder).map((name) => join(folder, name));
}

function manifestOf(name) {
  return JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
}

async function packSimlet(folder) {
  const staging = mkdtempSync(join(tmpdir(), 'simlet-pack-'));
  try {
    const bundle = await rolldown({
      input: {
        main: join(cli, 'dist', 'main.js'),
        index: join(cli, 'dist', 'index.js'),
        'campaign-worker': join(cli, 'dist', 'campaign-worker.js'),
        'examine-worker': join(cli, 'dist', 'check', 'examine-worker.js'),
      },
      platform: 'node',
    });
    const { output } = await bundle.write({
      dir: join(staging, 'dist'),
      format: 'esm',
      chunkFileNames: '[name]-[hash].js',
    });
    for (const name of ['bin', 'schema', 'README.md'])
      cpSync(join(cli, name), join(staging, name), { recursive: true });
    for (const name of ['LICENSE', 'CHANGELOG.md']) cpSync(join(root, name), join(staging, name));
    copyTypes('index.d.ts', join(staging, 'dist'));
    writeFileSync(join(staging, 'THIRD-PARTY-LICENSES'), licencesOf(output));
    writeFileSync(join(staging, 'package.json'), `${JSON.stringify(publishedManifest(), undefined, 2)}\n`);
    run('npm', ['pack', '--silent', '--pack-destination', folder], staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The package.json of the bundle: no dependencies, no sources. */
function publishedManifest() {
  const { dependencies: _bundled, devDependencies: _tools, exports, ...rest } = manifestOf('cli');
  const { '@simlet/source': _source, ...main } = exports['.'];
  const files = ['bin', 'dist', 'schema', 'CHANGELOG.md', 'THIRD-PARTY-LICENSES'];
  return { ...rest, files, exports: { ...exports, '.': main } };
}

/** A declaration file and those that it imports. */
function copyTypes(name, target) {
  const text = readFileSync(join(cli, 'dist', name), 'utf8');
  writeFileSync(join(target, name), text.replace(/\n\/\/# sourceMappingURL=.*$/u, ''));
  for (const [, other] of text.matchAll(/from '\.\/([\w/-]+)\.ts'/gu)) copyTypes(`${other}.d.ts`, target);
}

/** The licences of the packages whose code is in the bundle; those of this repository have the one beside it. */
function licencesOf(output) {
  const folders = new Set(
    output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])).flatMap((id) => packageFolder(id)),
  );
  const texts = [...folders]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((one) => /^licen[cs]e/iu.test(one));
      const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
      return `${name} ${version}\n\n${text}\n`;
    });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

function packageFolder(id) {
  const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//u.exec(id.replaceAll('\\', '/'));
  return found === null ? [] : [found[1]];
}

function run(command, words, cwd) {
  return execFileSync(command, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

if (process.argv[1] !== undefined && basename(process.argv[1]) === 'pack.mjs') {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: node scripts/pack.mjs FOLDER');
  for (const tarball of await packAll(resolve(folder))) console.log(tarball);
}
