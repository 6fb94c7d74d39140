/** `10s` or `1m20s`: as Go prints a duration of whole seconds below an hour. */
export const goSeconds = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
};

/** `400ms`, `1.25s` or `1m0.5s`: as Go prints a duration of whole milliseconds below an hour. */
export const goMilliseconds = (milliseconds: number): string => {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1_000) return `${milliseconds}ms`;
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = (milliseconds % 60_000) / 1_000;
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds}s`;
};
