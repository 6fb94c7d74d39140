import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { env, platform } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Packages of 73 MB in all, which no clone needs for its tests: with a lock file of their own.
const FOLDER = new URL('../peers/', import.meta.url);
const resolver = createRequire(new URL('package.json', FOLDER));

/** What a package exports that is only installed when it is measured. The caller says what of it there is. */
export async function peerPackage<Exports>(name: string): Promise<Exports> {
  return (await import(pathToFileURL(resolver.resolve(name)).href)) as Exports;
}

/** Whether these packages are installed. */
export function hasPeerPackages(): boolean {
  try {
    return ['rxjs', 'effect/testing'].every((name) => resolver.resolve(name) !== '');
  } catch {
    return false;
  }
}

/** Installs these packages where they are missing; false where that fails, as it does where no registry can be reached. */
export function installPeerPackages(): boolean {
  if (hasPeerPackages()) return true;
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: fileURLToPath(FOLDER),
      stdio: ['ignore', 'ignore', 'ignore'],
      timeout: 120_000,
      env,
      shell: platform === 'win32',
    });
  } catch {
    return false;
  }
  return hasPeerPackages();
}
