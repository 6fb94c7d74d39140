import { formatClock } from '../../duration.ts';
import { printable } from '../../render/paint.ts';
import { objectName } from '../finding-line.ts';
import type { Reporter } from '../reporter.ts';
import type { CheckResult, CounterExample, PropertyReport, StopReport, WorkloadResult } from '../result.ts';
import { escapeXml } from '../xml.ts';
import { ganttSvg } from './gantt-svg.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** One page that opens from a file, without a network: verdicts, counter-examples with their time-lines, stop tables, fixes. */
export function htmlReporter(): Reporter {
  return { begin: () => '', workload: () => '', end: (result) => `${pageOf(result)}\n` };
}

function text(value: string): string {
  return escapeXml(printable(value));
}

function pageOf(result: CheckResult): string {
  const { broken, depends, holds, notMet, runs } = result.summary;
  const counts = `${broken} broken, ${depends} unknown, ${holds} holding, ${notMet} not met`;
  const sign = broken > 0 ? '✗' : depends > 0 ? '?' : '✓';
  const tone = broken > 0 ? 'broken' : depends > 0 ? 'depends' : 'holds';
  const workloads = result.workloads.map((workload, index) => ({ workload, id: `w${index}` }));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${sign} simlet: ${counts}</title><style>${STYLE}</style></head><body>
<header><h1 class="${tone}">${sign} ${counts}</h1>
<span class="quiet">simlet ${text(result.simlet)} · kubelet model ${text(result.kubernetesVersion)} · ${runs} runs</span>
<span class="grow"></span><input id="search" type="search" placeholder="/ search" aria-label="search">
<button id="theme" aria-label="light or dark">T</button><button id="help" aria-label="keys">?</button></header>
<div class="columns"><nav aria-label="properties">${workloads.map(navOf).join('')}</nav><main>
${inputOf(result)}${workloads.map(sectionOf).join('')}</main></div>
<div id="live" aria-live="polite" style="position:absolute;left:-100em"></div>
<dialog id="keys"><p>J K next and previous counter-example · , . events · N the fault · W S zoom · A D pan · 0 all · / search · T light or dark · Esc clear</p>
<form method="dialog"><button>close</button></form></dialog>
<script>${SCRIPT}</script></body></html>`;
}

interface Placed {
  readonly workload: WorkloadResult;
  readonly id: string;
}

const WEIGHT = { broken: 0, depends: 1, holds: 2, 'not met': 3 } as const;
const SIGNS = { broken: '✗', depends: '?', holds: '✓', 'not met': '–' } as const;

function ordered({ properties }: WorkloadResult): readonly PropertyReport[] {
  return properties.toSorted((one, other) => WEIGHT[one.outcome] - WEIGHT[other.outcome]);
}

function classOf(outcome: string): string {
  return outcome.replaceAll(' ', '-');
}

function navOf({ workload, id }: Placed): string {
  const items = ordered(workload).map(({ id: property, outcome }) => {
    const words = `<span class="${classOf(outcome)}">${SIGNS[outcome]}</span> ${text(property)}`;
    return `<li><a href="#${id}-${text(property)}">${words}</a></li>`;
  });
  return `<strong><a href="#${id}">${text(objectName(workload))}</a></strong><ul>${items.join('')}</ul>`;
}

function inputOf({ diagnostics, unreadable, skippedKinds }: CheckResult): string {
  const items = [
    ...unreadable.map(({ name, message }) => `${name}: ${message}`),
    ...diagnostics.map((one) => `${one.file}:${one.line}:${one.column} ${one.severity}: ${one.message}`),
    ...(skippedKinds.length > 0 ? [`not read, as there is no pod template in them: ${skippedKinds.join(', ')}`] : []),
  ];
  if (items.length === 0) return '';
  return `<section><h2>Input</h2><ul>${items.map((item) => `<li>${text(item)}</li>`).join('')}</ul></section>`;
}

function sectionOf({ workload, id }: Placed): string {
  const { file, line, fix, assumptions } = workload;
  const shown = ordered(workload).map((property) =>
    property.counterExample === undefined
      ? `<p id="${id}-${text(property.id)}"><span class="${classOf(property.outcome)}">${SIGNS[property.outcome]} ${text(property.id)}</span> ${text(property.words)}</p>`
      : articleOf(property, property.counterExample, workload, id),
  );
  const patch =
    fix === undefined
      ? ''
      : 'none' in fix
        ? `<p>Fix: none: ${text(fix.none)}</p>`
        : `<h3>Fix</h3><p>${text(fix.changes.join('; '))}</p>${patchOf(fix.patch)}`;
  const assumed = assumptions.map(
    ({ name, because }) => `<tr><td><code>${text(name)}</code></td><td>${text(because)}</td></tr>`,
  );
  return `<section id="${id}"><h2>${text(objectName(workload))}</h2><p class="quiet"><code>${text(file)}:${line}</code></p>
${answersOf(workload)}${patch}${shown.join('')}${stopTableOf(workload)}
<details><summary>Assumed</summary><table>${assumed.join('')}</table></details></section>`;
}

function answersOf({ answers }: WorkloadResult): string {
  if (answers.length === 0) return '';
  const rows = answers.map(
    ({ asks, verdict, words }) =>
      `<tr><td class="${classOf(verdict)}">${text(verdict.toUpperCase())}</td><td>${text(asks)}</td><td>${text(words)}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function articleOf(property: PropertyReport, example: CounterExample, { file }: WorkloadResult, id: string): string {
  const { message, place, needs, replay, timeline, lanes, digest } = example;
  const rows = timeline.map(
    ({ time, level, what, note }) =>
      `<tr class="${level}" data-time="${time}"><td class="time">${formatClock(time)}</td><td>${level}</td><td>${text(what)}</td><td>${text(note)}</td></tr>`,
  );
  const why = needs.length === 0 ? 'nothing out of the ordinary: it breaks in the calm run' : needs.join('; ');
  return `<article id="${id}-${text(property.id)}" tabindex="-1"><h3><span class="${classOf(property.outcome)}">${SIGNS[property.outcome]}</span> ${text(property.id)}</h3>
<p>${text(message)}</p><p class="quiet">${text(property.sentence)} ${text(property.words)}. <code>${text(file)}:${place.line}:${place.column}</code></p>
<p>Needs: ${text(why)}</p>${ganttSvg(lanes)}
<details open><summary>Events, seconds of virtual time</summary><div class="scroll"><table>${rows.join('')}</table></div></details>
<pre>${text(replay)}</pre><button data-copy="${text(replay)}">copy</button> <span class="quiet">digest ${text(digest)}</span></article>`;
}

function patchOf(patch: string): string {
  const lines = patch.split('\n').map((line) => {
    const kind = line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : '';
    return kind === '' ? text(line) : `<span class="${kind}">${text(line)}</span>`;
  });
  return `<pre>${lines.join('\n')}</pre>`;
}

function stopTableOf({ stopTable }: WorkloadResult): string {
  if (stopTable.length === 0) return '';
  const head = ['stopped by', 'container', 'PreStop', 'clean-up', ''].map((name) => `<th>${name}</th>`).join('');
  return `<h3>What can stop it, and what it gets then</h3><div class="scroll"><table><tr>${head}</tr>${stopTable.map(stopRow).join('')}</table></div>`;
}

function stopRow({ cause, container, impossible, cell }: StopReport): string {
  const cells =
    cell === undefined
      ? `<td class="quiet" colspan="3">${text(impossible ?? '')}</td>`
      : `<td>${text(cell.preStop.state)}</td><td class="${cell.cleanUp}">${text(cell.cleanUp === 'completed' ? 'yes' : cell.cleanUp === 'cut' ? `no: ${cell.why}` : `depends: ${cell.why}`)}</td><td><code>${text(cell.replay)}</code></td>`;
  return `<tr><td>${text(cause)}</td><td>${text(container)}</td>${cells}</tr>`;
}
