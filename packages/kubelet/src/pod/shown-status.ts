import type { CompactContainerStatus, CompactStatus } from '../facts.ts';

/** What a status shows of the container or init container of a name. */
export const shownStatus = (status: CompactStatus, name: string): CompactContainerStatus | undefined =>
  statusNamed(status.containers, name) ?? statusNamed(status.initContainers, name);

/** The status of a name among those of one list. */
export const statusNamed = (
  statuses: readonly CompactContainerStatus[] | undefined,
  name: string,
): CompactContainerStatus | undefined => statuses?.find((status) => status.name === name);
