/** The command line is not right; the message says what is wrong and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The error of the user's that an error is about, or that caused it: a property of their own may throw in the middle of a run. */
export function usageErrorIn(error: unknown): UsageError | undefined {
  if (error instanceof UsageError) return error;
  return error instanceof Error && error.cause !== undefined ? usageErrorIn(error.cause) : undefined;
}
