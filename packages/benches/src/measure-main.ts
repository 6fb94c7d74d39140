// One measurement, in a process of its own: measure-main.js WORKLOAD N CONTESTANT WARM_UP_SECONDS SECONDS
import { argv, exit, stdout } from 'node:process';
import { tableOf, WORKLOADS } from './contestant.ts';
import { contestants } from './contestants.ts';
import { Delays } from './delays.ts';
import { timedMeter } from './meter.ts';
import type { Measurement } from './result.ts';

const [, , workloadName, n, name, warmUp, seconds] = argv;
const workload = WORKLOADS.find((known) => known === workloadName);
const run = workload && contestants.find((contestant) => contestant.name === name)?.workloads[workload];
if (workload === undefined || run === undefined) throw new Error(`nothing to measure: ${workloadName} ${name}`);
const delays = new Delays(tableOf(workload));
const meter = timedMeter(Number(warmUp), Number(seconds));
await run(Number(n), meter, delays);
const order = meter.order();
const measurement: Measurement = { rate: meter.rate(), ...(order === undefined ? {} : { order }) };
// Guests and fibers that were stopped half-way would keep the process alive.
stdout.write(JSON.stringify(measurement), () => exit(0));
