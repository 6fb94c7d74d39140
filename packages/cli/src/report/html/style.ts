/** The style of the page: light and dark as the system says, or as the reader chose. Contrast is at least 4.5 to 1. */
export const STYLE = `
:root { --back: #ffffff; --text: #1b1f24; --quiet: #57606a; --line: #d0d7de; --soft: #f6f8fa; --running: #1a7f37; --stopping: #b35900;
  --hook: #0b62c4; --bad: #c5221f; --down: #5f6b76; --warning: #7a6a00; }
:root[data-theme=dark] { --back: #0f1419; --text: #e6edf3; --quiet: #9aa4af; --line: #30363d; --soft: #171d24; --running: #3fb950;
  --stopping: #f0883e; --hook: #58a6ff; --bad: #ff7b72; --down: #8b949e; --warning: #d4b106; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
code, pre, td.time { font: 12px/1.5 ui-monospace, monospace; }
header { position: sticky; top: 0; display: flex; gap: 1em; align-items: center; padding: .6em 1em; background: var(--soft);
  border-bottom: 1px solid var(--line); z-index: 2; flex-wrap: wrap; }
header h1 { font-size: 1em; margin: 0; } header .grow { flex: 1; }
button, input { font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: 4px; padding: .1em .6em; }
.columns { display: grid; grid-template-columns: minmax(14em, 20em) 1fr; }
nav { border-right: 1px solid var(--line); padding: 1em; position: sticky; top: 3em; align-self: start; max-height: calc(100vh - 3em); overflow: auto; }
nav ul { list-style: none; margin: 0 0 1em; padding: 0; } nav a { color: inherit; text-decoration: none; display: block; padding: 0 .3em; }
nav a[aria-current=true] { background: var(--soft); outline: 1px solid var(--line); }
main { padding: 1em 2em; min-width: 0; } section { margin-bottom: 2.5em; } h2 { margin: 0 0 .3em; } h3 { margin: 1.2em 0 .3em; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .15em .8em .15em 0; }
th { color: var(--quiet); font-weight: normal; } tr[aria-selected=true] { background: var(--soft); outline: 1px solid var(--line); }
.holds, .pass, .completed { color: var(--running); } .broken, .fail, .cut, .FAULT { color: var(--bad); }
.depends, .unknown, .Warning { color: var(--warning); } .quiet, .not-met { color: var(--quiet); }
article { border: 1px solid var(--line); border-radius: 6px; padding: 1em; margin: 1em 0; } article:target { outline: 2px solid var(--hook); }
pre { background: var(--soft); padding: .6em; overflow: auto; } pre .add { color: var(--running); } pre .del { color: var(--bad); }
svg { width: 100%; height: auto; touch-action: none; } svg text { font: 11px ui-monospace, monospace; fill: var(--text); }
svg .running { fill: var(--running); } svg .stopping { fill: var(--stopping); } svg .down { fill: none; stroke: var(--down); stroke-dasharray: 3 3; }
svg .hook { fill: var(--hook); } svg .abandoned { fill: none; stroke: var(--hook); stroke-dasharray: 3 3; }
svg .budget { fill: none; stroke: var(--quiet); stroke-dasharray: 1 3; } svg .axis { stroke: var(--line); }
svg .mark { stroke: var(--text); } svg .mark.cut { stroke: var(--bad); stroke-width: 2; } svg .cursor { stroke: var(--hook); }
.scroll { overflow: auto; } dialog { background: var(--back); color: inherit; border: 1px solid var(--line); border-radius: 6px; }
@media (max-width: 60em) { .columns { display: block; } nav { position: static; max-height: none; border: 0; } main { padding: 1em; } }
@media print { header button, header input, nav { display: none; } .columns { display: block; } header { position: static; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
