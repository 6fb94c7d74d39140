import type { Micros } from './time.ts';
import type { Message } from './process.ts';
import type { WorldFact } from './fact-log.ts';
import type { TracedEvent } from './trace.ts';

/** Where in a run an engine error came up. */
export interface EngineErrorContext {
  readonly time: Micros;
  /** Address of the process whose turn it was. */
  readonly process: string;
  /** The message of the turn; absent where the process was being started. */
  readonly message?: Message;
  /** The facts kept last, oldest first, at most ten. */
  readonly facts: readonly WorldFact[];
  /** The latest events, oldest first, where the world traces them: at most ten. */
  readonly trace: readonly TracedEvent[];
}

/** The engine or a model was used wrongly, or a model threw. Never an event of the simulated world: those are facts. */
export class EngineError extends Error {
  readonly context: EngineErrorContext | undefined;

  constructor(text: string, context?: EngineErrorContext, cause?: unknown) {
    super(text, cause === undefined ? undefined : { cause });
    this.name = 'EngineError';
    this.context = context;
  }
}

/** @throws EngineError where the condition does not hold. Always on. */
export function assert(condition: boolean, text: string): asserts condition {
  if (!condition) throw new EngineError(text);
}

/** Ends a `switch` over a union: not compiled where a case is missing. */
export function unreachable(value: never): never {
  throw new EngineError(`a case that cannot be: ${JSON.stringify(value)}`);
}
