import { probeWithDefaults } from '@simlet/objects';
import type { Probe } from '@simlet/objects';

/** `http-get http://:80/healthz delay=0s timeout=1s period=10s #success=1 #failure=3`. *Source:* kubectl pkg/describe, DescribeProbe. */
export function probeText(given: Probe): string {
  const probe = probeWithDefaults(given);
  const times = `delay=${probe.initialDelaySeconds}s timeout=${probe.timeoutSeconds}s period=${probe.periodSeconds}s`;
  const attributes = `${times} #success=${probe.successThreshold} #failure=${probe.failureThreshold}`;
  return `${handlerText(probe)} ${attributes}`;
}

function handlerText({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(' ')}]`;
  if (httpGet !== undefined) {
    const { scheme = 'HTTP', host = '', port, path = '/' } = httpGet;
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? '' : '/'}${path}`;
  }
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`;
  if (grpc !== undefined) return `grpc <pod>:${grpc.port} ${grpc.service ?? ''}`.trimEnd();
  return 'unknown';
}
