import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printed as cluster } from '../packages/cluster/src/testing/readme-example.ts';
import { printed as kubelet } from '../packages/kubelet/src/testing/readme-example.ts';
import { printed as manifest } from '../packages/manifest/src/testing/readme-example.ts';
import { printed as objects } from '../packages/objects/src/testing/readme-example.ts';
import { printed as properties } from '../packages/properties/src/testing/readme-example.ts';
import { printed as trials } from '../packages/trials/src/testing/readme-example.ts';
import { root } from './typescript-files.ts';

const examples = Object.entries({ cluster, kubelet, manifest, objects, properties, trials });

function block(page: string, language: string): string | undefined {
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1];
}

test.each(examples)('the README of %s shows an example that runs, and what it prints', (name, printed) => {
  const page = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
  const source = readFileSync(join(root, 'packages', name, 'src/testing/readme-example.ts'), 'utf8');
  expect(block(page, 'ts')).toBe(source.replaceAll("'../index.ts'", `'@simlet/${name}'`));
  expect(block(page, 'text')).toBe(printed.map((line) => `${line}\n`).join(''));
});
