import { buildWorld } from '@simlet/cluster';
import type { Scenario } from '@simlet/cluster';
import { scaleWorkload } from './scenarios.ts';

/** A scenario whose costs are counted. */
interface Reference {
  readonly title: string;
  readonly scenario: Scenario;
  readonly routine: 'done' | 'skipped';
}

const node = { nodes: 1, pods: 1, hours: 0 };

/** Few, small and different: what one pod costs, what it costs among others, at rest, under crashes, on several nodes. */
const references = (): readonly Reference[] => [
  { title: 'one pod, hooks and probes, created and deleted', ...done('node', node) },
  { title: 'the same with an hour of probes, all done', ...done('node', { ...node, hours: 1 }) },
  { title: 'the same with routine skipped', ...skipped('node', { ...node, hours: 1 }) },
  { title: 'a hundred pods on one node', ...skipped('node', { nodes: 1, pods: 100, hours: 1 }) },
  { title: 'the same with ten crashes of the kubelet', ...skipped('node-crash', { nodes: 1, pods: 100, hours: 1 }) },
  {
    title: 'a hundred pods on ten nodes replaced by tenths',
    ...skipped('rolling', { nodes: 10, pods: 100, hours: 0 }),
  },
  {
    title: 'twenty nodes with sixty pods, two nodes drained',
    ...skipped('cluster', { nodes: 20, pods: 60, hours: 1 }),
  },
  { title: 'ten nodes without pods for a day', ...skipped('idle', { nodes: 10, pods: 0, hours: 24 }) },
];

type Given = Parameters<typeof scaleWorkload>;

function done(name: Given[0], size: Given[1]): Pick<Reference, 'scenario' | 'routine'> {
  return { scenario: scaleWorkload(name, size, []).scenario, routine: 'done' };
}

function skipped(name: Given[0], size: Given[1]): Pick<Reference, 'scenario' | 'routine'> {
  return { scenario: scaleWorkload(name, size, []).scenario, routine: 'skipped' };
}

/** What each reference scenario costs in counts, which are the same on every machine: a table, one row a scenario. */
export function countedCosts(): string {
  const rows = references().map(({ title, scenario, routine }) => {
    let facts = 0;
    const world = buildWorld(scenario, { facts: 'none', onFact: () => void (facts += 1), recordAsked: true }, routine);
    world.run(scenario.untilMs * 1_000);
    const counts = [world.events, world.queued, facts, world.asked().length, world.dropped, world.processes().length];
    return `${title.padEnd(50)}${counts.map((count) => `${count}`.padStart(10)).join('')}`;
  });
  const heads = ['events', 'queued', 'facts', 'decisions', 'dropped', 'processes'];
  const head = `${''.padEnd(50)}${heads.map((word) => word.padStart(10)).join('')}`;
  return `${[head, ...rows].join('\n')}\n`;
}
