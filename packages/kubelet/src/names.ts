import type { Address } from '@simlet/core';

/** Hosts of a node: the kubelet and the container runtime fail apart from each other. */
export interface NodeHosts {
  readonly kubelet: string;
  readonly runtime: string;
  readonly api: string;
  /** The folder of static manifests, which outlives the kubelet; absent where a node has none. */
  readonly files?: string;
  /** Addresses of processes that each pod of the node talks to: made once for all of them. */
  readonly loop: Address;
  readonly puller: Address;
  readonly statusWriter: Address;
  readonly runtimeRoot: Address;
  readonly images: Address;
}

/** The host of the API server, one for all nodes. */
export const API_SERVER = 'api-server';

/** The hosts of a node by their names in a world. */
export const nodeHosts = (node: string, hasFiles = false): NodeHosts => ({
  kubelet: `${node}.kubelet`,
  runtime: `${node}.containerd`,
  api: API_SERVER,
  ...(hasFiles ? { files: `${node}.files` } : {}),
  loop: `${node}.kubelet/loop`,
  puller: `${node}.kubelet/puller`,
  statusWriter: `${node}.kubelet/status-writer`,
  runtimeRoot: `${node}.containerd/runtime`,
  images: `${node}.containerd/images`,
});

export const loopAddress = (hosts: NodeHosts): Address => hosts.loop;
export const pullerAddress = (hosts: NodeHosts): Address => hosts.puller;
export const statusWriterAddress = (hosts: NodeHosts): Address => hosts.statusWriter;
export const podAddress = (hosts: NodeHosts, uid: string): Address => `${hosts.kubelet}/pod/${uid}`;
export const runtimeAddress = (hosts: NodeHosts): Address => hosts.runtimeRoot;
export const imagesAddress = (hosts: NodeHosts): Address => hosts.images;
export const runtimePodAddress = (hosts: NodeHosts, uid: string): Address => `${hosts.runtime}/pod/${uid}`;
/** The requests of the status manager, where they may be in trouble. */
export const statusClientAddress = (hosts: NodeHosts): Address => `${hosts.kubelet}/status-client`;
/** Who the kubelet's processes talk to, whatever the pod. Made once a kubelet, and shared by its pods. */
export interface NodeAddresses {
  readonly hosts: NodeHosts;
  readonly loop: Address;
  readonly runtime: Address;
  readonly images: Address;
  readonly puller: Address;
  readonly statusWriter: Address;
}

/** The addresses on a node. */
export const nodeAddresses = (hosts: NodeHosts): NodeAddresses => ({
  hosts,
  loop: loopAddress(hosts),
  runtime: runtimeAddress(hosts),
  images: imagesAddress(hosts),
  puller: pullerAddress(hosts),
  statusWriter: statusWriterAddress(hosts),
});

/** Who the kubelet's process of a pod talks to. Made once: an address that is built anew for each message must be looked up anew. */
export interface PodAddresses {
  readonly node: NodeAddresses;
  readonly self: Address;
  readonly runtimePod: Address;
  /** The API server's process of its name. */
  readonly apiPod: Address;
}

/** Whom the process of a pod talks to. */
export const podAddresses = (
  node: NodeAddresses,
  self: Address,
  { uid, namespace, name }: { readonly uid: string; readonly namespace: string; readonly name: string },
): PodAddresses => ({
  node,
  self,
  runtimePod: runtimePodAddress(node.hosts, uid),
  apiPod: apiPodAddress(node.hosts, namespace, name),
});

/** The API server keeps one process for each name of a pod. */
export const apiPodAddress = (hosts: Pick<NodeHosts, 'api'>, namespace: string, name: string): Address =>
  `${hosts.api}/pods/${namespace}/${name}`;
/** The process of the folder of static manifests. */
export const manifestsAddress = ({ files }: NodeHosts): Address | undefined =>
  files === undefined ? undefined : `${files}/manifests`;
export const apiStoreAddress = (hosts: NodeHosts): Address => `${hosts.api}/store`;
