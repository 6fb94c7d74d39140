import { serveCampaign } from '@simlet/explorer';
import { subjectsOf } from './campaign/subject-source.ts';
import type { SubjectSource } from './campaign/subject-source.ts';

// A worker thread of `simlet explore`.
await serveCampaign((sources) => subjectsOf(sources as readonly SubjectSource[]));
