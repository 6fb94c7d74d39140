/** What the command line touches of the outside, so that a test can stand in its place. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readStandardInput(): Promise<Uint8Array>;
  /** Lets signals come in; whether the user has asked to stop. Absent: nobody can. */
  readonly isInterrupted?: () => Promise<boolean>;
  /** Tells each key that is pressed, without waiting for a line; answers with what stops that. Absent: there is no terminal to press keys on. */
  readonly listenToKeys?: (pressed: (key: string) => void) => () => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal?: boolean;
  /** Milliseconds of real time, only for telling how far a job is. Absent: nobody is told. */
  readonly now?: () => number;
  /** Columns of the terminal, where there is one. */
  readonly columns: number | undefined;
}
