import type { Terminal } from '../terminal.ts';
import { isFailing } from './failing.ts';
import { objectName } from './finding-line.ts';
import type { Reporter, ReportedWorkload } from './reporter.ts';
import type { CheckResult, FailOn, PropertyReport } from './result.ts';
import { element, escapeXml } from './xml.ts';

const PLAIN: Terminal = { colour: false, unicode: true, width: 100 };

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly className: string;
  readonly is: 'passed' | 'failure' | 'error' | 'skipped';
  /** The kind of failure or error. */
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

/**
 * JUnit's XML as CI servers read it: a suite for each workload, a case for each question and each property. What was not met, and what depends on a
 * number that was not given (unless `--fail-on` counts it), is skipped with the reason; a mistake in a manifest is an error.
 */
export function junitReporter(): Reporter {
  const suites: Suite[] = [];
  let failOn: FailOn = 'error';
  return {
    begin(head) {
      ({ failOn } = head);
      return '';
    },
    workload(reported) {
      suites.push(suiteOf(reported, failOn));
      return '';
    },
    end: (result) => documentOf([...inputSuites(result), ...suites]),
  };
}

function suiteOf({ result, findingText }: ReportedWorkload, failOn: FailOn): Suite {
  const className = objectName(result);
  const answers = result.answers.map(({ question, asks, verdict, words }): Case => {
    const is = KIND_OF_VERDICT[verdict];
    return { name: `${question}: ${asks}`, className, is, type: verdict, message: words, text: words };
  });
  const properties = result.properties.map((property): Case => {
    const is = kindOf(property, failOn);
    const message = property.counterExample?.message ?? property.words;
    const text = is === 'failure' ? findingText(property.id, PLAIN).join('\n') : property.words;
    return { name: property.id, className, is, type: property.outcome, message, text };
  });
  return { name: `${result.file} ${className}`, cases: [...answers, ...properties] };
}

const KIND_OF_VERDICT = { pass: 'passed', fail: 'failure', unknown: 'skipped', 'not met': 'skipped' } as const;

function kindOf({ outcome }: PropertyReport, failOn: FailOn): Case['is'] {
  if (outcome === 'holds') return 'passed';
  return isFailing(outcome, failOn) ? 'failure' : 'skipped';
}

const INPUT = { className: 'input', is: 'error' } as const;

/** What is wrong with the input itself; a warning is no case. */
function inputSuites({ diagnostics, unreadable }: CheckResult): readonly Suite[] {
  const cases: Case[] = [
    ...unreadable.map(({ name, message }): Case => ({ ...INPUT, name, type: 'unreadable', message, text: message })),
    ...diagnostics
      .filter(({ severity }) => severity === 'error')
      .map(({ file, line, column, code, message, hint }): Case => {
        const name = `${file}:${line}:${column} ${code}`;
        return { ...INPUT, name, type: code, message, text: [message, hint ?? ''].join('\n').trimEnd() };
      }),
  ];
  return cases.length === 0 ? [] : [{ name: 'input', cases }];
}

function documentOf(suites: readonly Suite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  const written = suites.map(
    ({ name, cases }) =>
      `  ${element('testsuite', { name, ...counts(cases), skipped: count(cases, 'skipped') }, `\n${cases.map((one) => `    ${caseOf(one)}\n`).join('')}  `)}\n`,
  );
  const root = element('testsuites', { name: 'simlet', ...counts(all) }, `\n${written.join('')}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function count(cases: readonly Case[], kind: Case['is']): number {
  return cases.filter(({ is }) => is === kind).length;
}

function counts(cases: readonly Case[]): Readonly<Record<string, number>> {
  return { tests: cases.length, failures: count(cases, 'failure'), errors: count(cases, 'error') };
}

function caseOf({ name, className, is, type, message, text }: Case): string {
  const attributes = { name, classname: className };
  if (is === 'passed') return element('testcase', attributes);
  const inner =
    is === 'skipped' ? element('skipped', {}, escapeXml(text)) : element(is, { message, type }, escapeXml(text));
  return element('testcase', attributes, inner);
}
