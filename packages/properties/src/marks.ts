import type { Mark } from './mark.ts';
import { hookMarks } from './marks/hooks.ts';
import { kubeletDeaths } from './marks/kubelet-deaths.ts';
import { nodeMarks } from './marks/node.ts';
import { podMarks } from './marks/pods.ts';
import { runtimeMarks } from './marks/runtime.ts';

/** The situations that a campaign over arbitrary scenarios should reach. */
export const marks: readonly Mark[] = [...hookMarks, ...kubeletDeaths, ...podMarks, ...runtimeMarks, ...nodeMarks];
