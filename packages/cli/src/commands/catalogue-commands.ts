import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { CatalogueFlags, ListFlags } from './list.ts';
import { REPORTER_NAMES } from '../report/reporter-names.ts';
import { commonOptions, OWN_PROPERTIES, repeatable } from './option-groups.ts';
import type { ReportFlags } from './report.ts';

/** The words of `simlet explain`, `simlet list` and `simlet report`. */
export function addCatalogues(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const explaining = program
    .command('explain')
    .description('what a property means, why it matters, how to mend what breaks it')
    .argument('<property>')
    .option('--own-properties <module>', OWN_PROPERTIES);
  commonOptions(explaining).action(async (id: string, flags: CatalogueFlags) => {
    const { explain } = await import('./explain.ts');
    done(await explain(id, flags, io));
  });
  const listing = program
    .command('list')
    .description('catalogues: properties, questions, causes, faults, reporters, campaigns')
    .argument('<catalogue>')
    .option('--own-properties <module>', OWN_PROPERTIES)
    .option('--json', 'for programs');
  commonOptions(listing).action(async (catalogue: string, flags: ListFlags) => {
    const { list } = await import('./list.ts');
    done(await list(catalogue, flags, io));
  });
  const reporting = program
    .command('report')
    .description('a page for a browser from what check --json has written')
    .argument('<result>', 'the file of check --reporter json=FILE')
    .option('-o, --output <file>', 'the page (default: simlet-report.html)')
    .option('--open', 'show it')
    .option('--reporter <name[=file]>', `instead, or besides: ${REPORTER_NAMES.join(', ')}`, repeatable);
  commonOptions(reporting).action(async (result: string, flags: ReportFlags) => {
    const { report } = await import('./report.ts');
    done(report(result, flags, io));
  });
}
