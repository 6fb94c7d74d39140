import type { Address } from '@simlet/core';
import type { ApiRequest, MirrorRequest } from '@simlet/kubelet';

/** What the API server's process of one pod name hears. */
export type ApiPodMessage =
  | { readonly kind: 'create' }
  | { readonly kind: 'delete'; readonly gracePeriodSeconds: number | undefined }
  | { readonly kind: 'update-image'; readonly container: string; readonly image: string }
  | { readonly kind: 'watch'; readonly subscriber: Address; readonly session: number }
  | MirrorRequest
  | Extract<ApiRequest, { kind: 'patch-status' }>;
