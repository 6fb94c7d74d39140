import type { Deviation } from '@simlet/core';
import { formatDuration } from '../duration.ts';

const CALLS: Readonly<Record<string, string>> = {
  'run-sandbox': 'RunPodSandbox',
  'stop-sandbox': 'StopPodSandbox',
  'create-container': 'CreateContainer',
  'start-container': 'StartContainer',
  'stop-container': 'StopContainer',
  'pull-image': 'PullImage',
  hook: 'the command of a hook',
};

const ENDS: readonly string[] = ['comes', 'is lost as it ends', 'is lost until its deadline', 'is lost as it begins'];

/** A fault of the container runtime, of a watch or of the write of a status as a sentence; undefined where the decision is another. */
export function faultWords({ name, outcome }: Deviation): string | undefined {
  const [site, kind = '', pod = ''] = name.split('/');
  const took = formatDuration(outcome);
  const call = `${CALLS[kind] ?? kind} of ${pod}`;
  switch (site) {
    case 'runtime.answer':
      return `the answer to ${call} ${ENDS[outcome] ?? 'is lost'}`;
    case 'runtime.crash':
      return `the runtime dies after ${kind} of ${pod}${outcome === 2 ? ', with its containers' : ''}`;
    case 'runtime.back':
      return `the runtime is back ${took} later`;
    case 'runtime.late':
      return `${call} goes on for ${took} after its caller is gone`;
    case 'runtime.slow':
      return `${call} takes ${took} longer`;
    case 'runtime.fails':
      return `${call} fails`;
    case 'status.slow':
      return `writing the status of ${kind} takes ${took}`;
    case 'status.write':
      return outcome === 1
        ? `a status of ${kind} is refused`
        : `a status of ${kind} is written, and the answer is lost`;
    case 'watch.lag':
      return `the kubelet hears of a change of ${kind} ${took} late`;
    default:
      return undefined;
  }
}
