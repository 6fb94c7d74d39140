import type { Workload, WrittenField } from '@simlet/manifest';
import { knownSidecar } from '@simlet/objects';
import { containersOf } from '../check/placed-container.ts';
import type { PlacedContainer } from '../check/placed-container.ts';
import { insertField } from './edit.ts';
import type { Edit } from './edit.ts';
import type { Remedy, RemedyKind } from './remedy.ts';

/** A proxy or agent beside the work becomes an init container that restarts: a sidecar, which is stopped after it. */
export function sidecarRemedies({ pod }: Workload): readonly RemedyKind[] {
  if (pod.spec.containers.length < 2) return [];
  const known = containersOf(pod).filter(
    ({ container, role }) => role === 'main' && knownSidecar(container) !== undefined,
  );
  return known.map((placed) => ({
    how: 'once' as const,
    mends: ['proxy-outlives-app', 'job-completes'],
    with: (workload: Workload) => moved(workload, placed),
  }));
}

function moved(workload: Workload, { container, path }: PlacedContainer): Remedy | undefined {
  const list = workload.written(['spec', 'containers']);
  const words = `${container.name} as an init container with restartPolicy: Always (a sidecar), not as a regular one`;
  if (list?.style === 'flow') {
    const edits = movedWithinBraces(workload, path);
    return edits === undefined ? undefined : { words, edits };
  }
  const lines = linesOf(workload, path);
  if (list?.key === undefined || list.style !== 'block' || lines === undefined) return undefined;
  const text = workload.fileText;
  const item = withRestartPolicy(text.slice(lines.start, lines.end), lines.fieldIndent);
  const init = workload.written(['spec', 'initContainers']);
  const place = init === undefined ? newList(text, list.key.start, item) : intoList(workload, init, item);
  if (place === undefined) return undefined;
  return { words, edits: [place, { start: lines.start, end: lines.end, text: '' }] };
}

/** Where the list stands in brackets: the item leaves them, with the comma before or after it. */
function movedWithinBraces(workload: Workload, path: PlacedContainer['path']): readonly Edit[] | undefined {
  const item = workload.written(path);
  if (item?.style !== 'flow' || workload.written(['spec', 'initContainers']) !== undefined) return undefined;
  const text = workload.fileText;
  const { start, end } = item.value;
  const moving = text.slice(start, end);
  const quote = /^\{\s*"/u.test(moving) ? '"' : '';
  const sidecar = moving.replace('{', `{${quote}restartPolicy${quote}: ${quote}Always${quote}, `);
  const place = insertField(workload, ['spec'], 'initContainers', `[${sidecar}]`);
  const before = /,\s*$/u.exec(text.slice(0, start))?.[0].length ?? 0;
  const after = before > 0 ? 0 : (/^\s*,\s*/u.exec(text.slice(end))?.[0].length ?? 0);
  return place === undefined ? undefined : [...place, { start: start - before, end: end + after, text: '' }];
}

/** The lines of an item of a block list, from its dash to the next item. */
function linesOf(
  workload: Workload,
  path: PlacedContainer['path'],
): { readonly start: number; readonly end: number; readonly fieldIndent: string } | undefined {
  const item = workload.written(path);
  if (item === undefined) return undefined;
  const text = workload.fileText;
  const start = text.lastIndexOf('\n', item.value.start - 1) + 1;
  const before = text.slice(start, item.value.start);
  // In braces an item ends with its line; else it goes on to the next.
  const rest = item.style === 'flow' ? /^[ \t]*(?:#.*)?(?:\n|$)/u.exec(text.slice(item.value.end)) : undefined;
  const end = item.value.end + (rest?.[0].length ?? 0);
  if (!/^ *- +$/u.test(before) || rest === null || (text[end - 1] !== '\n' && end !== text.length)) return undefined;
  // Comments right above an item are about it, but the first may be about the list.
  return { start: startOfComments(text, start), end, fieldIndent: before.replace('-', ' ') };
}

function startOfComments(text: string, start: number): number {
  const before = /(?:^[ \t]*#[^\n]*\n)+$/mu.exec(text.slice(0, start));
  return before === null ? start : before.index;
}

/** The lines of the item with `restartPolicy: Always` after its first. */
function withRestartPolicy(item: string, indent: string): string {
  const whole = item.endsWith('\n') ? item : `${item}\n`;
  if (/^ *- +\{/mu.test(whole)) return whole.replace(/^( *- +\{)/mu, '$1restartPolicy: Always, ');
  // Where the first field goes on in further lines the new one goes before it.
  if (/^ *- +[\w-]+: *[^\s#|>]/mu.test(whole))
    return whole.replace(/^( *- +.*\n)/mu, `$1${indent}restartPolicy: Always\n`);
  return whole.replace(/^( *- +)/mu, `$1restartPolicy: Always\n${indent}`);
}

function newList(text: string, containersKey: number, item: string): Edit {
  const start = text.lastIndexOf('\n', containersKey - 1) + 1;
  const indent = text.slice(start, containersKey);
  return { start, end: start, text: `${indent}initContainers:\n${item}` };
}

/** Before the first init container, so that those after it have it at hand. */
function intoList(workload: Workload, init: WrittenField, item: string): Edit | undefined {
  const first = linesOf(workload, ['spec', 'initContainers', 0]);
  return init.style !== 'block' || first === undefined
    ? undefined
    : { start: first.start, end: first.start, text: item };
}
