// Prints the version of Node, then a digest for each run of a fixed set: every recorded scenario in a calm world, and under seeded decisions with
// crashes of the kubelet allowed. The same lines on every Node: `npm run test:nodes` compares them.
import { readFileSync } from 'node:fs';
import { parseCase, runScenario, toScenario } from '../packages/cluster/dist/index.js';
import { seeded } from '../packages/core/dist/index.js';

console.log(process.version);
for (const name of ['named', 'generated', 'versions-1.27', 'versions-1.30']) {
  const path = new URL(`../packages/cluster/conformance/${name}.jsonl`, import.meta.url);
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  for (const [index, line] of lines.entries()) {
    const parsed = parseCase(line);
    if (parsed.kind === 'problem') throw new Error(`${name}: ${parsed.problem}`);
    const scenario = toScenario(parsed.case);
    const { id } = parsed.case.scenario;
    console.log(`${name} ${id} calm ${runScenario(scenario, { facts: 'none' }).digest}`);
    const faulty = { ...scenario, faults: { kubeletCrash: true } };
    const chooser = seeded(String(index));
    console.log(`${name} ${id} seed ${index} ${runScenario(faulty, { chooser, facts: 'none' }).digest}`);
  }
}
