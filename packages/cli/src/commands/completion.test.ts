import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import { runCaptured } from '../testing/captured-io.ts';

const cwd = import.meta.dirname;

async function scriptFor(shell: string): Promise<string> {
  const { code, out } = await runCaptured(['completion', shell], { cwd });
  expect(code).toBe(0);
  return out;
}

/** What a real bash without any set-up offers for these words; undefined where there is no bash. */
async function offeredByBash(...words: readonly string[]): Promise<readonly string[] | undefined> {
  const script = `${await scriptFor('bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _simlet; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, error } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], {
    cwd,
    encoding: 'utf8',
  });
  if (error !== undefined) return undefined;
  expect(status).toBe(0);
  return stdout.trim().split('\n');
}

test('bash offers the reporters after --reporter', async () => {
  expect([undefined, [...REPORTER_NAMES]]).toContainEqual(await offeredByBash('simlet', 'check', '--reporter', ''));
});

test('bash offers commands, the flags of a command, properties and files', async () => {
  const offered = [
    await offeredByBash('simlet', 'doct'),
    await offeredByBash('simlet', 'check', '--rep'),
    await offeredByBash('simlet', 'explain', 'prestop-on'),
    await offeredByBash('simlet', 'check', 'completion-z'),
  ];
  const wanted = [
    ['doctor', 'doctor.ts'],
    ['--reporter', '--report-dir', '--replay-dir'],
    ['prestop-once'],
    ['completion-zsh.ts'],
  ];
  expect([[undefined, undefined, undefined, undefined], wanted]).toContainEqual(offered);
});

test.each(['zsh', 'fish'])(
  'the script for %s is read by it without a complaint, and names every command',
  async (shell) => {
    const script = await scriptFor(shell);
    for (const command of ['check', 'replay', 'diff', 'doctor', 'completion']) expect(script).toContain(command);
    const words = shell === 'zsh' ? ['-f', '-n'] : ['--no-config', '-c', script];
    const { error, status, stderr } = spawnSync(shell, words, { input: script, encoding: 'utf8' });
    if (error === undefined) expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  },
);

test('a shell that is not known is a usage error', async () => {
  const { code, err } = await runCaptured(['completion', 'tcsh'], { cwd });
  expect(code).toBe(2);
  expect(err).toContain('bash, zsh, fish');
});

test('the script for PowerShell offers the commands, the flags of each, and the words that a flag takes', async () => {
  const script = await scriptFor('powershell');
  expect(script).toContain("    'check' = @('--runs', ");
  expect(script).toContain(`    'check --reporter' = @(${REPORTER_NAMES.map((name) => `'${name}'`).join(', ')})`);
  expect(script).toContain("    'check --faults' = @('kubelet-crash', 'none')");
  expect(script).toContain("    'completion' = @('bash', 'zsh', 'fish', 'powershell')");
  // Every quote that is opened is closed.
  expect(script.split("'").length % 2).toBe(1);
});
