// Bounds on what is read, so that no text costs more than seconds and some hundred megabytes.

/** UTF-16 units of a file. */
export const maximumFileLength: number = 64 * 1024 * 1024;
/** UTF-16 units of a document: the API server takes no request body above 3 MiB. *Source*: MaxRequestBodyBytes, k8s.io/apiserver. */
export const maximumDocumentLength: number = 3 * 1024 * 1024;
/** Lexical tokens of a document; a custom resource definition of a megabyte has about 200,000. */
export const maximumTokens = 500_000;
/** Lexical tokens of a file: about 40 MB of ordinary manifests. */
export const maximumTokensOfFile = 10_000_000;
/** Documents of a file: a cluster with everything in it has some thousands. */
export const maximumDocumentsOfFile = 20_000;
/** Levels of nesting; a pod template has about 15. */
export const maximumDepth = 200;
/** Nodes of a document written out without aliases: this many, or `maximumExpansion` times the nodes that are written. */
export const maximumExpandedNodes = 10_000;
export const maximumExpansion = 10;
/** Fields that the merge keys of a document may copy. */
export const maximumMergedFields = 100_000;
/** Mistakes that are looked for in one object; behind them nothing is compared any more. */
export const maximumProblemsOfObject = 200;
export const maximumDiagnosticsOfFile = 200;
export const maximumDiagnosticsOfDocument = 20;
/** Containers of a pod, init containers among them: what a check costs grows faster than their number; real pods have some tens. */
export const maximumContainers = 64;
/** Letters of a command that is read: what is longer is no script that somebody wrote to stop a program. */
export const maximumCommandLength = 20_000;
/** UTF-16 units of a line that are shown. */
export const maximumShownLine = 20_000;
/** Seconds of a grace period or of a probe: a third of a year; beyond it nothing is simulated. */
export const maximumSeconds = 10_000_000;
