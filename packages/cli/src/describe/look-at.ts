import { buildWorld, podInApi } from '@simlet/cluster';
import type { Action, Scenario } from '@simlet/cluster';
import { MILLISECOND, scripted } from '@simlet/core';
import type { Deviation, Micros, WorldFact } from '@simlet/core';
import { DEFAULT_KUBERNETES_VERSION } from '@simlet/kubelet';
import type { ApiPod, Fact } from '@simlet/kubelet';
import type { Pod } from '@simlet/objects';
import { eventRows } from './event-rows.ts';
import type { EventRow } from './event-rows.ts';
import { isDockerEra } from './docker-era.ts';

/** A pod at an instant of a run. */
export interface PodSight {
  readonly at: Micros;
  readonly version: string;
  readonly manifest: Pod;
  readonly pod: ApiPod;
  readonly events: readonly EventRow[];
  /** What the operator does to the pod or to its node in the run. */
  readonly actions: readonly Action[];
  /** Why this instant, where nobody asked for one. */
  readonly because?: string;
}

/** At the instant there is no pod of the name. */
export interface NoPod {
  readonly at: Micros;
  readonly name: string;
  /** When there is one: from its creation to its removal. */
  readonly lives: readonly Life[];
}

interface Life {
  readonly from: Micros;
  /** Absent: to the end of the run. */
  readonly to?: Micros;
}

export interface Sight {
  readonly seen: PodSight | NoPod;
  /** Deviations of the scenario that no decision of the whole run asked for. */
  readonly unused: readonly Deviation[];
}

/**
 * Runs a scenario up to and including an instant and looks at one of its pods; where no instant is given, at the last one
 * of the run at which there is the pod.
 */
export function lookAt(scenario: Scenario, manifest: Pod, asked: Micros | undefined): Sight {
  const name = manifest.metadata.name ?? '';
  const end = scenario.untilMs * MILLISECOND;
  const whole = runTo(scenario, end);
  const lives = livesOf(whole.facts, name);
  const last = lives.at(-1);
  const at = asked ?? (last?.to === undefined ? end : last.to - 1);
  const { world, facts } = at === end ? whole : runTo(scenario, at);
  const namespace = manifest.metadata.namespace ?? 'default';
  const pod = podInApi(world, namespace, name);
  if (pod === undefined) return { seen: { at, name, lives }, unused: whole.unused };
  const version = scenario.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
  const events = eventRows(facts, name, isDockerEra(version) ? name : `${namespace}/${name}`, at);
  const because =
    asked !== undefined ? undefined : last?.to === undefined ? 'its end' : 'the last instant before it is gone';
  const actions = scenario.actions.filter((action) => !('pod' in action) || action.pod === name);
  return {
    seen: { at, version, manifest, pod, events, actions, ...(because === undefined ? {} : { because }) },
    unused: whole.unused,
  };
}

interface Stopped {
  readonly world: ReturnType<typeof buildWorld>;
  readonly facts: readonly WorldFact<Fact>[];
  readonly unused: readonly Deviation[];
}

function runTo(scenario: Scenario, at: Micros): Stopped {
  const chooser = scripted(scenario.deviations ?? []);
  const world = buildWorld(scenario, { chooser, facts: 'keep' });
  world.run(at);
  return { world, facts: world.facts(), unused: chooser.unused() };
}

function livesOf(facts: readonly WorldFact<Fact>[], name: string): readonly Life[] {
  const lives: Life[] = [];
  for (const { time, body } of facts) {
    if (body.kind !== 'api' || body.pod !== name) continue;
    if (body.op === 'created' && body.result === undefined) lives.push({ from: time });
    const last = lives.at(-1);
    if (body.op === 'delete' && body.result === 'removed' && last !== undefined)
      lives[lives.length - 1] = { ...last, to: time };
  }
  return lives;
}
