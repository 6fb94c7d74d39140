import { Composer, Lexer, Parser } from 'yaml';
import type { CST, Document } from 'yaml';
import { maximumDepth, maximumTokens } from './limits.ts';
import { yamlDialect } from './yaml-dialect.ts';

/** How many tokens may still be read in this file. */
export interface TokenBudget {
  left: number;
}

export type Parsed =
  | { readonly kind: 'documents'; readonly documents: readonly Document.Parsed[] }
  | { readonly kind: 'refused'; readonly code: 'document-too-large' | 'too-deep'; readonly offset: number };

/**
 * Parses one document text. Tokens and depth are counted before the library composes nodes, which it does recursively:
 * a stack that is nearly used up can take the whole process down, and nothing catches that.
 */
export function parseDocument(text: string, budget: TokenBudget): Parsed {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    budget.left -= 1;
    if (count > maximumTokens) return { kind: 'refused', code: 'document-too-large', offset: 0 };
    for (const token of parser.next(lexeme)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  const deep = firstTooDeep(tokens);
  if (deep !== undefined) return { kind: 'refused', code: 'too-deep', offset: deep };
  return { kind: 'documents', documents: [...new Composer(yamlDialect).compose(tokens)] };
}

/** The offset of a token that is nested more than `maximumDepth` levels deep. */
function firstTooDeep(tokens: readonly CST.Token[]): number | undefined {
  let level: CST.Token[] = [...tokens];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maximumDepth) return level[0]?.offset;
    level = level.flatMap(childrenOf);
  }
  return undefined;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((child) => child !== undefined && child !== null));
}
