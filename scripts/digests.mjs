// Prints the version of Node, then a digest for each run of a fixed set: every recorded scenario in a calm world, and under
// seeded decisions with crashes of the kubelet allowed, and worlds of the kernel and of guests. The same lines in the main
// thread and in a worker, and on every Node: `npm run test:nodes` compares them.
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { parseCase, runScenario, toScenario } from '../packages/cluster/dist/index.js';
import { seeded } from '../packages/core/dist/index.js';
import { goldenDigests } from './golden-worlds.mjs';

if (isMainThread) {
  const worker = inWorker();
  const lines = await digests();
  const others = await worker;
  const at = lines.findIndex((line, index) => line !== others[index]);
  if (at >= 0 || lines.length !== others.length) {
    throw new Error(`${process.version}: '${lines[at]}' in the main thread, '${others[at]}' in a worker`);
  }
  console.log([process.version, ...lines].join('\n'));
} else {
  parentPort.postMessage(await digests());
}

function inWorker() {
  return new Promise((resolve, reject) => {
    new Worker(new URL(import.meta.url)).once('message', resolve).once('error', reject);
  });
}

async function digests() {
  return [...(await goldenDigests()), ...scenarioDigests()];
}

function scenarioDigests() {
  return ['named', 'generated', 'versions-1.27', 'versions-1.30'].flatMap((name) => {
    const path = new URL(`../packages/cluster/conformance/${name}.jsonl`, import.meta.url);
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return lines.flatMap((line, index) => {
      const parsed = parseCase(line);
      if (parsed.kind === 'problem') throw new Error(`${name}: ${parsed.problem}`);
      const scenario = toScenario(parsed.case);
      const { id } = parsed.case.scenario;
      const faulty = { ...scenario, faults: { kubeletCrash: true } };
      const chooser = seeded(String(index));
      return [
        `${name} ${id} calm ${runScenario(scenario, { facts: 'none' }).digest}`,
        `${name} ${id} seed ${index} ${runScenario(faulty, { chooser, facts: 'none' }).digest}`,
      ];
    });
  });
}
