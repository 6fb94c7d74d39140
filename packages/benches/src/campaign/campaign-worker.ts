// The worker thread of the campaign that is measured.
import { serveCampaign } from '@simlet/explorer';
import { campaignSubject } from './campaign-subject.ts';

await serveCampaign(() => [campaignSubject]);
