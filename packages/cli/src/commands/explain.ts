import { didYouMean } from '../did-you-mean.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { knownProperties } from '../own-properties.ts';
import { paint, signsOf } from '../render/paint.ts';
import { wrap } from '../render/paragraph.ts';
import { terminalOf } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { catalogues } from './catalogues.ts';
import type { CatalogueFlags } from './list.ts';

const WIDEST = 100;
/** What else has a name: the questions, and the causes of the stop table. */
const OTHERS = [...(catalogues.get('questions') ?? []), ...(catalogues.get('causes') ?? [])];

/** `simlet explain`: what a property means, why it matters, how to mend what breaks it, and where the promise is made. */
export async function explain(id: string, flags: CatalogueFlags, io: Io): Promise<ExitCode> {
  const promises = await knownProperties(flags.ownProperties);
  const property = promises.find((promise) => promise.id === id);
  const terminal = terminalOf(io, flags);
  const width = Math.min(terminal.width, WIDEST) - 3;
  const { ellipsis } = signsOf(terminal);
  if (property === undefined) {
    const row = OTHERS.find((other) => other.id === id);
    if (row === undefined) {
      const ids = [...new Set([...promises, ...OTHERS].map((one) => one.id))];
      throw new UsageError(`no property ${id}${didYouMean(id, ids)}`);
    }
    const { properties } = row;
    const from = Array.isArray(properties) && properties.length > 0 ? [`Answered by: ${properties.join(', ')}`] : [];
    const lines = [row.sentence, ...from].flatMap((paragraph) => [
      '',
      ...wrap(paragraph, width, ellipsis).map((line) => `   ${line}`),
    ]);
    io.out(` ${paint(terminal, 'strong', row.id)}\n${lines.join('\n')}\n`);
    return EXIT.held;
  }
  const paragraphs = [
    property.sentence,
    ...(property.explain ?? '').split(/\n\s*\n|\n/u),
    standingOf(property.standing),
    `Source: ${property.source}`,
  ];
  const text = paragraphs
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) =>
      wrap(paragraph.trim(), width, ellipsis)
        .map((line) => `   ${line}`)
        .join('\n'),
    );
  io.out(` ${paint(terminal, 'strong', property.id)}\n\n${text.join('\n\n')}\n`);
  return EXIT.held;
}

function standingOf(standing: 'kubernetes' | 'expectation'): string {
  return standing === 'kubernetes'
    ? 'Kubernetes keeps this promise itself.'
    : 'Kubernetes does not promise this: teams rely on it, and a manifest can break it.';
}
