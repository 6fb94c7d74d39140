import { arbitraryFamilies, arbitraryPod, podOf } from '@simlet/properties';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runCaptured } from '../testing/captured-io.ts';
import { EXIT } from '../exit-code.ts';

interface CheckJson {
  readonly workloads: readonly {
    readonly divergences: number;
    readonly properties: readonly { readonly counterExample?: { readonly replay: string } }[];
  }[];
}

const manifest = fc
  .tuple(arbitraryPod(), arbitraryFamilies())
  .map(([shape, families]) => JSON.stringify(podOf(shape, 'any', families).pod));

test('any pod is checked to an end, and each counter-example is made again by the line that is printed', async () => {
  await fc.assert(
    fc.asyncProperty(manifest, async (input) => {
      const words = ['check', '-', '--json', '--runs', '2', '--sweep-limit', '8', '--seed-from', '7'];
      const { code, out } = await runCaptured(words, { cwd: '/', input });
      expect([EXIT.held, EXIT.broken, EXIT.nothingChecked]).toContain(code);
      const { workloads } = JSON.parse(out) as CheckJson;
      expect(workloads.map(({ divergences }) => divergences)).toEqual([0]);
      for (const { counterExample } of workloads.flatMap(({ properties }) => properties)) {
        if (counterExample === undefined) continue;
        const line = [...counterExample.replay.matchAll(/'([^']*)'|(\S+)/gu)].map(
          ([, quoted, bare]) => quoted ?? bare ?? '',
        );
        const again = await runCaptured([...line.slice(2), '--json'], { cwd: '/', input });
        expect(again).toMatchObject({ code: EXIT.broken, err: '' });
        expect(JSON.parse(again.out)).toMatchObject({ identical: true });
      }
    }),
    { numRuns: 3, seed: 20_261_123 },
  );
});

test('any pod is shown as text within the width of the terminal', async () => {
  await fc.assert(
    fc.asyncProperty(manifest, fc.integer({ min: 40, max: 130 }), async (input, columns) => {
      const words = ['check', '-', '--verbose', '--runs', '2', '--sweep-limit', '6'];
      const { out } = await runCaptured(words, { cwd: '/', input, columns });
      const wide = out.split('\n').filter((line) => [...line].length > columns && !/^ {3}(?:Replay|More) /u.test(line));
      expect(wide).toEqual([]);
    }),
    { numRuns: 2, seed: 20_261_124 },
  );
});
