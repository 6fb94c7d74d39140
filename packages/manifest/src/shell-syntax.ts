import type { Word } from './shell-tokens.ts';

/** A piece of a shell script, as far as it matters for how long it runs. */
export type ShellNode =
  | { readonly kind: 'command'; readonly words: readonly Word[] }
  | { readonly kind: 'arithmetic'; readonly text: string }
  | { readonly kind: 'sequence'; readonly items: readonly ShellNode[] }
  | { readonly kind: 'and' | 'or'; readonly left: ShellNode; readonly right: ShellNode }
  | { readonly kind: 'pipe'; readonly parts: readonly ShellNode[] }
  | { readonly kind: 'background'; readonly body: ShellNode }
  | { readonly kind: 'subshell'; readonly body: ShellNode }
  | { readonly kind: 'if'; readonly branches: readonly ShellBranch[]; readonly otherwise: ShellNode | undefined }
  | { readonly kind: 'while' | 'until'; readonly condition: ShellNode; readonly body: ShellNode }
  | { readonly kind: 'for'; readonly variable: string; readonly words: readonly Word[]; readonly body: ShellNode }
  | { readonly kind: 'count'; readonly expression: string; readonly body: ShellNode }
  | { readonly kind: 'case'; readonly bodies: readonly ShellNode[] }
  | { readonly kind: 'function'; readonly name: string; readonly body: ShellNode };

export interface ShellBranch {
  readonly condition: ShellNode;
  readonly body: ShellNode;
}
