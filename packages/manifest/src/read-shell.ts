import type { CommandReading } from './shell-commands.ts';
import { maximumCommandLength } from './limits.ts';
import { excerpt } from './printable.ts';
import { evaluateWords } from './shell-evaluate.ts';
import type { Span } from './shell-span.ts';
import { ends, exactly, unknownSpan } from './shell-span.ts';
import { evaluation } from './shell-state.ts';

/** How long an exec command takes, as far as its words say so. */
export interface ShellReading extends ShellRange {
  /** `known`: every part says how long it takes; `bounded`: a range; `partly`: some parts or rounds are not known; `opaque`: nothing is. */
  readonly kind: 'known' | 'bounded' | 'partly' | 'opaque';
  /** The same without the time that the opaque commands take. */
  readonly apartFromOpaque: ShellRange;
  readonly findings: readonly ShellFinding[];
}

export interface ShellRange {
  /** Milliseconds that it takes at least, when its commands succeed; null: it never ends by itself. */
  readonly minMs: number | null;
  /** Milliseconds that it takes at most; null: no bound can be read off. */
  readonly maxMs: number | null;
}

/** What was inferred from one command or loop. */
export interface ShellFinding {
  /** As written, printable and at most 80 characters. */
  readonly text: string;
  /** `instant` is an assumption: the command is known to be quick. `unbounded` is a loop that may go on for ever. */
  readonly how: CommandReading['how'];
  /** In words: `sleeps 60 s`. */
  readonly says: string;
}

/**
 * Infers from the words of an exec command how long it runs: `sleep`, `timeout`, loops with a count, `curl -m`, time-outs that
 * programs are given, through `sh -c` and the usual wrappers. Tests may turn out either way; other commands are taken to
 * succeed. `environment` holds the variables of the container that are known.
 */
export function readShell(
  command: readonly string[],
  environment: ReadonlyMap<string, string> = new Map<string, string>(),
): ShellReading {
  const tooLong = command.reduce((sum, { length }) => sum + length, 0) > maximumCommandLength;
  // Read as a program that nothing is known of.
  if (tooLong)
    return readShell([excerpt(command[0] ?? '', 40).replaceAll(' ', ''), '(a command that is too long to be read)']);
  const state = evaluation(environment, unknownSpan);
  const span = spanOf(command, state);
  const apart = spanOf(command, evaluation(environment, exactly(0)));
  const findings = [...state.findings].map(([words, { how, says }]) => ({
    text: excerpt(words, 80),
    how,
    says: excerpt(says, 80),
  }));
  const kind = command.length === 0 ? 'opaque' : kindOf(span, apart, findings);
  return { ...rangeOf(span), kind, apartFromOpaque: rangeOf(apart), findings };
}

const spanOf = (command: readonly string[], state: ReturnType<typeof evaluation>): Span =>
  ends(evaluateWords(command, command.join(' '), state));

const rangeOf = ({ min, max }: Span): ShellRange => ({
  minMs: min <= longestMs ? min : null,
  maxMs: max <= longestMs ? max : null,
});

/** Thirty years: who sleeps longer never ends, and a clock of microseconds stays exact. */
const longestMs = 1e12;

function kindOf(span: Span, apart: Span, findings: readonly ShellFinding[]): ShellReading['kind'] {
  if (findings.some((finding) => finding.how === 'opaque')) {
    return Number.isFinite(span.max) || apart.max > 0 ? 'partly' : 'opaque';
  }
  if (span.min === span.max) return 'known';
  return Number.isFinite(span.max) ? 'bounded' : 'partly';
}
