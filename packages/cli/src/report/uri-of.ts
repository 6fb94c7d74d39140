import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A path as a URI: relative to the folder that the command ran in where it lies below it. `-` is standard input. */
export function uriOf(path: string): string {
  if (path === '-') return 'standard-input';
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path
    .split(sep)
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Cs}/gu, '\uFFFD')))
    .join('/');
}
