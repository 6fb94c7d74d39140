import type { SliceResult } from '@simlet/explorer';
import { campaignExaminations } from '../campaign/campaign-examinations.ts';
import type { CampaignSpec } from '../campaign/campaign-folder.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { campaignExit, campaignHeader, campaignJson, campaignText } from '../render/campaign-report.ts';
import type { CampaignReport } from '../render/campaign-report.ts';
import { openOutputs } from '../report/outputs.ts';
import type { OutputFlags } from '../report/outputs.ts';
import { reportedWorkload } from '../report/reported-workload.ts';
import { RESULT_SCHEMA } from '../report/result.ts';
import type { RunHead } from '../report/result.ts';
import { summaryOf } from '../report/summary-of.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { VERSION } from '../version.ts';

/** What a campaign tells at its beginning and at its end, in all the forms that the flags name. */
export interface CampaignOutputs {
  begin(spec: CampaignSpec, id: string, workers: number): void;
  end(report: CampaignReport, slices: readonly SliceResult[], interrupted?: string): Promise<ExitCode>;
}

/** The words for people and the JSON are those of a campaign; the other reporters tell what they tell of a check. */
export function campaignOutputs(flags: OutputFlags, io: Io, terminal: Terminal): CampaignOutputs {
  let header: readonly string[] = [];
  let report: CampaignReport | undefined;
  const own = {
    human: () => ({
      begin: () => (header.length === 0 ? '' : `${header.join('\n')}\n\n`),
      workload: () => '',
      end: () => (report === undefined ? '' : `${campaignText(report, terminal).join('\n')}\n`),
    }),
    json: () => ({
      begin: () => '',
      workload: () => '',
      end: () => (report === undefined ? '' : `${campaignJson(report)}\n`),
    }),
  };
  const outputs = openOutputs(flags, io, terminal, own);
  let head: RunHead | undefined;
  const begin = (spec: CampaignSpec): RunHead => {
    refuseModels(flags, spec);
    const begun = head ?? headOf(spec);
    if (head === undefined) outputs.begin(begun);
    head = begun;
    return begun;
  };
  return {
    begin(spec, id, workers) {
      header = campaignHeader(spec, id, workers, terminal);
      begin(spec);
    },
    async end(told, slices, interrupted) {
      report = told;
      const begun = begin(told.spec);
      const workloads = [];
      for (const { examination, source } of await campaignExaminations(told.campaign, told.spec.sources, slices)) {
        const alone = told.spec.sources.every((one) => one.kind === 'workload' && one.name === source.name);
        const reported = reportedWorkload(examination, source.settings, alone);
        workloads.push(reported.result);
        outputs.workload(reported);
      }
      const code = campaignExit(told);
      outputs.end({ ...begun, workloads, summary: summaryOf(workloads, code, interrupted) });
      return code;
    },
  };
}

function headOf({ plan, sources }: CampaignSpec): RunHead {
  const workloads = sources.filter((source) => source.kind === 'workload');
  const settings = workloads[0]?.settings;
  const grace = settings?.model.gracePeriodSeconds;
  return {
    schema: RESULT_SCHEMA,
    simlet: VERSION,
    kubernetesVersion: settings?.model.kubernetesVersion ?? '1.36',
    seeds: { from: plan.seed, runs: plan.runs ?? 0 },
    faults: settings?.faults ?? true,
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    failOn: 'error',
    workloadCount: workloads.filter(({ freedom }) => freedom === 'given').length,
    diagnostics: [],
    unreadable: [],
    skippedKinds: [],
  };
}

/** A model of the user's own has no manifest that a line could be named of. */
function refuseModels({ reporter = [] }: OutputFlags, { sources }: CampaignSpec): void {
  const other = reporter.find((text) => !/^(?:human|json)(?:=|$)/u.test(text));
  if (other !== undefined && sources.some(({ kind }) => kind === 'model')) {
    throw new UsageError(`--reporter ${other}: of a model of your own there are human and json`);
  }
}
