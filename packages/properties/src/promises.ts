import type { Invariant } from './invariant.ts';
import { deletedPodGone } from './invariants/deletion.ts';
import { preStopDelivered } from './invariants/prestop.ts';
import { hooksSucceed } from './promises/hooks.ts';
import { jobCompletes } from './promises/job.ts';
import { postStartCompletes, postStartDelivered } from './promises/poststart.ts';
import { preStopCompletes, preStopOnce } from './promises/prestop.ts';
import { proxyOutlivesApp } from './promises/proxy.ts';
import { becomesReady, noCrashLoop } from './promises/readiness.ts';
import { exitsBeforeSigkill, notKilledByProbe, sidecarOutlivesApp } from './promises/stop.ts';

/** What a team may ask about a manifest: what Kubernetes keeps, and what a manifest, an application or a fault may break. */
export const promises: readonly Invariant[] = [
  becomesReady,
  noCrashLoop,
  notKilledByProbe,
  postStartDelivered,
  postStartCompletes,
  hooksSucceed,
  preStopDelivered,
  preStopCompletes,
  preStopOnce,
  exitsBeforeSigkill,
  sidecarOutlivesApp,
  proxyOutlivesApp,
  jobCompletes,
  deletedPodGone,
];
