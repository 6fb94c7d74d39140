const TOOLS = [
  'sh',
  'bash',
  'ash',
  'dash',
  'sleep',
  'curl',
  'wget',
  'kill',
  'cat',
  'echo',
  'touch',
  'rm',
  'true',
  'timeout',
  'env',
];

/**
 * Whether an image has neither a shell nor its tools, as far as its name tells. *Source*: GoogleContainerTools/distroless (all but
 * the `debug` tags), chainguard-images (all but the `-dev` tags), GoogleCloudPlatform/cloud-sql-proxy README (distroless by default).
 */
function hasNoTools(image: string): boolean {
  if (/distroless/u.test(image)) return !/[:-]debug/u.test(image);
  if (image.startsWith('cgr.dev/chainguard/')) return !/-dev(?:@|$)/u.test(image);
  return (
    /cloud-sql-connectors\/cloud-sql-proxy(?=[:@]|$)/u.test(image) &&
    !/-(?:alpine|bookworm|bullseye|buster)\b/u.test(image)
  );
}

/** The program of a command that the image does not have: such a hook fails at once. */
export function missingProgram(command: readonly string[] | undefined, image: string): string | undefined {
  const name = command?.[0]?.replace(/^(?:\/usr)?\/bin\//u, '');
  return name !== undefined && TOOLS.includes(name) && hasNoTools(image) ? name : undefined;
}
