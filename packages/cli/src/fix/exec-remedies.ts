import type { Workload } from '@simlet/manifest';
import { processOneIn, programOf } from '../check/assumptions-of.ts';
import { containersOf } from '../check/placed-container.ts';
import type { PlacedContainer } from '../check/placed-container.ts';
import type { Remedy, RemedyKind } from './remedy.ts';

/** `exec` before the program, so that it becomes process 1 and gets SIGTERM. */
export function execRemedies({ pod }: Workload): readonly RemedyKind[] {
  return containersOf(pod).flatMap((placed) => {
    const exec = processOneIn({ pod }, placed)?.exec;
    if (exec === undefined) return [];
    const mends = ['exits-before-sigkill'];
    return [{ how: 'once' as const, mends, with: (workload: Workload) => inserted(workload, placed, exec) }];
  });
}

function inserted(
  workload: Workload,
  { container, path }: PlacedContainer,
  { part, at }: { readonly part: number; readonly at: number },
): Remedy | undefined {
  const commands = container.command?.length ?? 0;
  const field = part < commands ? ['command', part] : ['args', part - commands];
  const written = workload.written([...path, ...field]);
  const words = programOf({ container, path, role: 'main' })?.[part];
  if (written === undefined || words === undefined) return undefined;
  // As written it may be quoted or indented: the last command is looked for in what stands there.
  const program = words.slice(at).trimEnd();
  const source = workload.fileText.slice(written.value.start, written.value.end);
  const found = source.lastIndexOf(program);
  if (found < 0) return undefined;
  const start = written.value.start + found;
  const name = program.split(/\s/u)[0] ?? program;
  return {
    words: `exec before ${name} in the command of ${container.name}`,
    edits: [{ start, end: start, text: 'exec ' }],
  };
}
