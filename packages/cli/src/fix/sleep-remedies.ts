import type { Workload } from '@simlet/manifest';
import { readShell } from '@simlet/manifest';
import { missingProgram } from '../check/missing-program.ts';
import { containersOf } from '../check/placed-container.ts';
import type { RemedyKind } from './remedy.ts';

/** A hook that would only sleep, in an image that has no `sleep`, becomes the sleep of the kubelet itself (Kubernetes 1.30). */
export function sleepRemedies({ pod }: Workload): readonly RemedyKind[] {
  return containersOf(pod).flatMap(({ container, path }) => {
    const command = container.lifecycle?.preStop?.exec?.command;
    if (command === undefined || missingProgram(command, container.image) === undefined) return [];
    const { findings, minMs, maxMs } = readShell(command);
    const onlySleeps =
      findings.length > 0 && findings.every(({ how, says }) => how === 'said' && says.startsWith('sleeps'));
    if (!onlySleeps || minMs === null || minMs !== maxMs) return [];
    const seconds = Math.ceil(minMs / 1_000);
    return [
      {
        how: 'once' as const,
        mends: ['hooks-succeed'],
        with(workload: Workload) {
          const exec = workload.written([...path, 'lifecycle', 'preStop', 'exec']);
          if (exec?.key === undefined) return undefined;
          const { start } = exec.key;
          const old = workload.fileText.slice(start, exec.value.end);
          const text = `sleep: { seconds: ${seconds} }${old.endsWith('\n') ? '\n' : ''}`;
          const words = `preStop.sleep of ${container.name}: ${seconds} s, not a command that its image does not have`;
          return { words, edits: [{ start, end: exec.value.end, text }] };
        },
      },
    ];
  });
}
