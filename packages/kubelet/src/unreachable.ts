/** Ends a `switch` over a union: a case that was forgotten does not compile, and throws if it is reached all the same. */
export const unreachable = (value: never): never => {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
};
