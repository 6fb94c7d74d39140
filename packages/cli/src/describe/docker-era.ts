const LAST_MINOR = 18;

/**
 * Whether the documentation of a version still shows pods as the kubectl and the Docker manager of old printed them.
 * *Source:* "Container Lifecycle Hooks", documentation of v1.16 to v1.18.
 */
export function isDockerEra(version: string): boolean {
  return Number(version.slice(2)) <= LAST_MINOR;
}
