import { availableParallelism, totalmem } from 'node:os';
import { KUBERNETES_VERSIONS } from '@simlet/kubelet';
import { CONFIG_NAME, nearestFile } from '../config-file.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { paint, printable, signsOf } from '../render/paint.ts';
import { safeJson } from '../report/safe-json.ts';
import { terminalOf } from '../terminal.ts';
import type { Terminal, TerminalFlags } from '../terminal.ts';
import { VERSION } from '../version.ts';

export interface DoctorFlags extends TerminalFlags {
  readonly json?: boolean;
}

interface Finding {
  readonly what: string;
  readonly found: string;
  /** What to do about it, where it is not as it should be. */
  readonly advice?: string;
}

const LEAST_NODE = [20, 19] as const;
const LEAST_MEMORY_BYTES = 1_000_000_000;

/** `simlet doctor`: what is found on this machine, and what to do where it is not enough. */
export function doctor(flags: DoctorFlags, io: Io): ExitCode {
  const terminal = terminalOf(io, flags);
  const findings = findingsOf(terminal, io);
  const bad = findings.some(({ advice }) => advice !== undefined);
  if (flags.json === true) io.out(`${safeJson({ schema: 'simlet.doctor/1', findings }, 2)}\n`);
  else io.out(findings.map((finding) => `${lineOf(finding, terminal)}\n`).join(''));
  return bad ? EXIT.broken : EXIT.held;
}

function findingsOf(terminal: Terminal, io: Io): readonly Finding[] {
  const memory = totalmem();
  const config = nearestFile(io.cwd, [CONFIG_NAME]);
  return [
    { what: 'simlet', found: VERSION },
    nodeFinding(process.versions.node),
    { what: 'machine', found: `${process.platform} ${process.arch}, ${availableParallelism()} cores` },
    {
      what: 'memory',
      found: `${(memory / 1_000_000_000).toFixed(1)} GB`,
      ...(memory < LEAST_MEMORY_BYTES ? { advice: 'large files of manifests may not fit' } : {}),
    },
    { what: 'terminal', found: terminalWords(terminal, io) },
    { what: 'settings', found: config ?? `no ${CONFIG_NAME} here or above (simlet init writes one)` },
    { what: 'kubelets', found: KUBERNETES_VERSIONS.join(', ') },
  ];
}

function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  const old = major < leastMajor || (major === leastMajor && minor < leastMinor);
  const advice = `Node ${leastMajor}.${leastMinor} or later is needed`;
  return { what: 'node', found: version, ...(old ? { advice } : {}) };
}

function terminalWords({ colour, unicode, width }: Terminal, io: Io): string {
  const kind = io.outIsTerminal ? 'a terminal' : 'no terminal';
  return `${kind}, ${width} columns, ${colour ? 'colours' : 'no colours'}, ${unicode ? 'Unicode' : 'ASCII only'}`;
}

function lineOf({ what, found, advice }: Finding, terminal: Terminal): string {
  const { holds, broken } = signsOf(terminal);
  const sign = advice === undefined ? paint(terminal, 'good', holds) : paint(terminal, 'bad', broken);
  return ` ${sign} ${what.padEnd(10)} ${printable(found)}${advice === undefined ? '' : `: ${advice}`}`;
}
