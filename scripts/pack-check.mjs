// `npm run -s pack:check`: packs what would be published, and tries it as somebody who has only the tarballs: publint and
// attw find nothing, every package can be installed and imported, and `npx TARBALL check` works in an empty folder without a network.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { packAll } from './pack.mjs';

const TOOLS = ['publint@0.3.25', '@arethetypeswrong/core@0.18.5'];
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'simlet-pack-check-'));
let failed = 0;

try {
  const tarballs = await packAll(join(folder, 'tarballs'));
  const simlet = tarballs.find((path) => /^simlet-\d/u.test(basename(path)));
  npm(['install', '--no-audit', '--no-fund', '--prefix', join(folder, 'tools'), ...TOOLS]);
  // From a file among the tools their own package.json says what an import is.
  const tools = createRequire(pathToFileURL(join(folder, 'tools', 'tools.mjs')));
  const load = (name) => import(pathToFileURL(tools.resolve(name)).href);
  const { publint } = await load('publint');
  const { checkPackage, createPackageFromTarballData } = await load('@arethetypeswrong/core');
  for (const path of tarballs) {
    const bytes = readFileSync(path);
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { messages } = await publint({ pack: { tarball }, strict: true });
    const { problems = [] } = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
    // The packages are ES modules only: what a require() of old would meet does not matter.
    const typing = problems.filter(({ resolutionKind }) => !['node10', 'node16-cjs'].includes(resolutionKind));
    const found = [...messages.map((message) => JSON.stringify(message)), ...typing.map((one) => JSON.stringify(one))];
    say(`${basename(path)}: publint and attw`, found);
  }
  say('installed together and imported', importAll(tarballs));
  say('npx TARBALL check, offline, in an empty folder', tryWithNpx(simlet));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

/** What is wrong when all tarballs are installed into an empty project and each package is imported. */
function importAll(tarballs) {
  const project = emptyFolder('project');
  npm(['install', '--no-audit', '--no-fund', '--prefix', project, ...tarballs]);
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const names = Object.keys(manifest.dependencies);
  const source = names.map(
    (name) => `if (Object.keys(await import('${name}')).length === 0) throw new Error('${name}');`,
  );
  writeFileSync(join(project, 'import.mjs'), source.join('\n'));
  const { status, stderr } = spawnSync(process.execPath, ['import.mjs'], { cwd: project, encoding: 'utf8' });
  return status === 0 && names.length === tarballs.length ? [] : [stderr];
}

/** What is wrong when somebody without the repository types `npx TARBALL …`: in one thread, in several, and in a campaign. */
function tryWithNpx(tarball) {
  const project = emptyFolder('elsewhere');
  const name = basename(tarball);
  cpSync(tarball, join(project, name));
  for (const sample of ['memcached.yaml', 'linkerd-proxy.yaml']) {
    cpSync(join(root, 'packages', 'cli', 'samples', sample), join(project, sample));
  }
  const few = ['--runs', '5', '--sweep-limit', '10'];
  const lines = [
    ['check', 'memcached.yaml', ...few],
    ['check', '.', '--workers', '2', ...few],
    ['explore', 'memcached.yaml', '--runs', '40', '--sweep-limit', '10', '--workers', '2', '--json'],
  ];
  const env = {
    ...process.env,
    npm_config_cache: join(folder, 'cache'),
    npm_config_offline: 'true',
    NO_COLOR: '1',
    SIMLET_PROGRESS: 'never',
  };
  const options = { cwd: project, encoding: 'utf8', env };
  return lines.flatMap((words) => {
    const packed = spawnSync('npx', ['--yes', `./${name}`, ...words], options);
    const own = spawnSync(process.execPath, [join(root, 'packages/cli/bin/simlet.js'), ...words], options);
    // How long a campaign took is no part of what it found.
    const alike = words[0] === 'explore' || packed.stdout === own.stdout;
    if (packed.status === 1 && own.status === 1 && alike && packed.stdout.includes('prestop-completes')) return [];
    return [
      `${words.join(' ')} ended with ${packed.status}, in the repository with ${own.status}`,
      packed.stdout,
      packed.stderr,
    ];
  });
}

function emptyFolder(name) {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

function npm(words) {
  const { status, stderr, stdout } = spawnSync('npm', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${words.join(' ')}: ${stdout}${stderr}`);
}

function say(what, found) {
  console.log(`${found.length === 0 ? 'ok    ' : 'FAILED'}  ${what}`);
  for (const line of found) console.log(line);
  failed += found.length === 0 ? 0 : 1;
}
