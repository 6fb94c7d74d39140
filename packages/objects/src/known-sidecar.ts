import type { Container } from './pod.ts';

/** What is known of a container that many teams put beside their application. */
export interface KnownSidecar {
  /** As people call it. */
  readonly name: string;
  /** The network of the application goes through it, so that it is needed until the application has exited. */
  readonly carriesTraffic: boolean;
  /** Seconds from SIGTERM until it exits when left with its own settings; absent: not known. */
  readonly stopSeconds?: number;
}

interface Pattern extends KnownSidecar {
  readonly image: RegExp;
  readonly container: RegExp;
}

/**
 * None of these ends by itself. *Source*: istio/istio pkg/config/mesh/mesh.go (terminationDrainDuration 5 s) and the templates of
 * sidecar injection of istio, linkerd2, consul, kuma and dapr for the names of their containers; the documentation of the others.
 */
const patterns: readonly Pattern[] = [
  {
    name: 'istio-proxy',
    carriesTraffic: true,
    stopSeconds: 5,
    image: /\/proxyv2(?=[:@]|$)/,
    container: /^istio-proxy$/,
  },
  { name: 'linkerd-proxy', carriesTraffic: true, image: /linkerd\/proxy(?=[:@]|$)/, container: /^linkerd-proxy$/ },
  {
    name: 'cloud-sql-proxy',
    carriesTraffic: true,
    image: /cloud-sql-proxy(?=[:@]|$)|cloudsql-docker\/gce-proxy/,
    container: /^cloud-?sql-?(?:auth-)?proxy$/,
  },
  {
    name: 'alloydb-auth-proxy',
    carriesTraffic: true,
    image: /alloydb-auth-proxy(?=[:@]|$)/,
    container: /^alloydb-(?:auth-)?proxy$/,
  },
  {
    name: 'consul-dataplane',
    carriesTraffic: true,
    image: /consul-dataplane(?=[:@]|$)/,
    container: /^consul-dataplane$/,
  },
  { name: 'kuma-sidecar', carriesTraffic: true, image: /kuma-dp(?=[:@]|$)/, container: /^kuma-sidecar$/ },
  { name: 'daprd', carriesTraffic: true, image: /daprio\/daprd(?=[:@]|$)/, container: /^daprd$/ },
  { name: 'pgbouncer', carriesTraffic: true, image: /pgbouncer(?=[:@]|$)/, container: /^pgbouncer$/ },
  {
    name: 'envoy',
    carriesTraffic: true,
    image: /envoyproxy\/envoy(?=[:@-]|$)/,
    container: /^envoy(?:-(?:proxy|sidecar))?$/,
  },
  { name: 'fluent-bit', carriesTraffic: false, image: /fluent-bit(?=[:@]|$)/, container: /^fluent-?bit$/ },
  { name: 'fluentd', carriesTraffic: false, image: /fluentd(?=[:@]|$)/, container: /^fluentd$/ },
  { name: 'filebeat', carriesTraffic: false, image: /filebeat(?=[:@]|$)/, container: /^filebeat$/ },
  { name: 'promtail', carriesTraffic: false, image: /promtail(?=[:@]|$)/, container: /^promtail$/ },
  { name: 'vault-agent', carriesTraffic: false, image: /\/vault-agent(?=[:@]|$)/, container: /^vault-agent$/ },
  {
    name: 'otel-collector',
    carriesTraffic: false,
    image: /opentelemetry-collector(?:-contrib)?(?=[:@]|$)/,
    container: /^(?:otc-container|otel-(?:collector|agent))$/,
  },
];

/** The sidecar that a container is, by its name or its image; undefined where it is none that is known. */
export function knownSidecar({ name, image }: Pick<Container, 'name' | 'image'>): KnownSidecar | undefined {
  return patterns.find((pattern) => pattern.container.test(name) || pattern.image.test(image));
}
