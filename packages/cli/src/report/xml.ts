const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** What no XML may contain, and what could steer a terminal; line feeds stay. */
const FORBIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

/** A text for an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '\uFFFD').replaceAll(/[&<>"]/gu, (sign) => ESCAPES.get(sign) ?? sign);
}

/** An element; its content is written as it is, so it must be escaped already. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content?: string): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}
