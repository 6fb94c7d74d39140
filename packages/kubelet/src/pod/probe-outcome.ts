import type { Container, Probe } from '@simlet/objects';

import type { RuntimeAnswer } from '../messages.ts';
import { NOT_RUNNING, podIp, portNumber } from './hook.ts';
import type { PodState, ProbeType } from './state.ts';

/** What a probe means to its worker, and what is told of it. */
export interface ProbeVerdict {
  readonly ok: boolean;
  /** It could not be told: tried again at once, and then thrown away. */
  readonly errored: boolean;
  /** Text of the Unhealthy event. */
  readonly event?: string;
}

type ProbeHandler = 'exec' | 'httpGet' | 'tcpSocket' | 'grpc';

/** How a probe asks; the first handler that is set counts. */
export const probeHandler = (probe: Probe): ProbeHandler => {
  if (probe.exec !== undefined) return 'exec';
  if (probe.httpGet !== undefined) return 'httpGet';
  return probe.tcpSocket !== undefined ? 'tcpSocket' : 'grpc';
};

const NAMES: Readonly<Record<ProbeType, string>> = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' };

/** What the kubelet makes of the end of a probe. *Source:* pkg/kubelet/prober/prober.go; docs/fidelity.md 1.8.6. */
export const judgeProbe = (
  pod: PodState,
  type: ProbeType,
  container: Container,
  probe: Probe,
  answer: RuntimeAnswer,
): ProbeVerdict => {
  if (answer.ok) return { ok: true, errored: false };
  const error = probeError(pod, probe, answer);
  if (error !== undefined) {
    const state = pod.features.messages.probeErrorNamesState ? ' and resulted in unknown state' : '';
    return { ok: false, errored: true, event: `${NAMES[type]} probe errored${state}: ${error}` };
  }
  return {
    ok: false,
    errored: false,
    event: `${NAMES[type]} probe failed: ${failureText(pod, container, probe, answer)}`,
  };
};

/** Commands that could not be run at all are errors; refused connections are failures. */
const probeError = (pod: PodState, probe: Probe, answer: RuntimeAnswer): string | undefined => {
  if (probe.exec === undefined) return undefined;
  const ignored = answer.outcome === 'timeout' && pod.features.mutants['exec-probe-timeout-no-result'] === true;
  if (ignored) return execTimeout(pod, probe);
  if (answer.outcome === 'notRunning') return NOT_RUNNING;
  if (answer.outcome === 'lost') return answer.error ?? '';
  if (answer.outcome === 'canceled') return 'rpc error: code = Canceled desc = context canceled';
  return undefined;
};

const failureText = (pod: PodState, container: Container, probe: Probe, answer: RuntimeAnswer): string => {
  if (probe.exec !== undefined) return answer.outcome === 'timeout' ? execTimeout(pod, probe) : '';
  if (probe.httpGet !== undefined) return httpFailure(pod, container, probe, answer);
  if (probe.tcpSocket !== undefined) {
    const address = `${probe.tcpSocket.host ?? podIp(pod)}:${portNumber(container, probe.tcpSocket.port)}`;
    if (answer.outcome === 'timeout') return `dial tcp ${address}: i/o timeout`;
    return `dial tcp ${address}: connect: connection refused`;
  }
  return answer.outcome === 'timeout' ? 'timeout: failed to connect service within its time' : 'service unhealthy';
};

const execTimeout = (pod: PodState, probe: Probe): string => {
  const command = (probe.exec?.command ?? []).join(' ');
  if (!pod.features.messages.probeTimeoutIsLong) return `command "${command}" timed out`;
  return `command timed out: "${command}" timed out after ${probe.timeoutSeconds ?? 1}s`;
};

const httpFailure = (pod: PodState, container: Container, probe: Probe, answer: RuntimeAnswer): string => {
  const get = probe.httpGet;
  const address = `${get?.host ?? podIp(pod)}:${portNumber(container, get?.port ?? 0)}`;
  const url = `${(get?.scheme ?? 'HTTP').toLowerCase()}://${address}${get?.path ?? '/'}`;
  if (answer.outcome === 'fail') return `HTTP probe failed with statuscode: ${answer.httpStatus ?? 500}`;
  if (answer.outcome === 'timeout')
    return `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  if (answer.outcome === 'containerExited') return `Get "${url}": EOF`;
  return `Get "${url}": dial tcp ${address}: connect: connection refused`;
};
