/** What kind of mistake a diagnostic is about; stable names for filters, reports and `explain`. */
export type DiagnosticCode =
  // The text
  | 'not-text'
  | 'file-too-large'
  | 'document-too-large'
  | 'too-deep'
  | 'too-many-aliases'
  | 'cyclic-alias'
  | 'unknown-anchor'
  | 'yaml-syntax'
  | 'tab-indentation'
  | 'duplicate-key'
  | 'template-text'
  // The object
  | 'not-an-object'
  | 'missing-kind'
  | 'missing-api-version'
  | 'wrong-api-version'
  | 'unknown-kind'
  | 'unknown-field'
  | 'misplaced-field'
  | 'wrong-type'
  | 'missing-field'
  | 'invalid-value'
  | 'two-handlers'
  | 'no-handler'
  | 'negative-number'
  | 'duplicate-name'
  | 'not-allowed-here'
  | 'too-many-containers'
  | 'too-long'
  | 'more-problems';

export type Path = readonly (string | number)[];

/** Something that is wrong with a manifest, and where. Lines and columns count from 1; a column is a UTF-16 unit. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The column after the last one, where the place ends on the same line. */
  readonly endColumn?: number;
  /** An error makes the document unusable; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly code: DiagnosticCode;
  /** One line, without control characters. */
  readonly message: string;
  /** What follows from it or what to write instead. */
  readonly hint?: string;
  /** Of the field in its document; empty where the text as a whole is meant. */
  readonly path: Path;
}
