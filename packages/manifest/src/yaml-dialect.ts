import type { ParseOptions, DocumentOptions, ScalarTag, SchemaOptions, Tags } from 'yaml';

/** `0o17` is 15 in the Go library, though YAML 1.1 has no such form. */
const octal: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0o[0-7]+$/,
  resolve: (text) => Number.parseInt(text.replace('0o', ''), 8),
};

const left = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`);

// `12:30:45` and `2001-12-14` stay strings in kubectl; what is left out besides has no counterpart in JSON.
const tagsOfKubectl = (tags: Tags): Tags => [
  octal,
  ...tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && !left.includes(tag.tag))),
];

/**
 * YAML as kubectl reads it: 1.1 (`y` is true, `0644` is 420, `1_000` is 1000) with merge keys, without base-60 numbers and
 * dates. Duplicate keys are looked for by the reader itself, in linear time.
 *
 * *Source*: sigs.k8s.io/yaml on go.yaml.in/yaml; compared with kubectl 1.32 on odd scalars.
 */
export const yamlDialect: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  merge: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
  customTags: tagsOfKubectl,
};
