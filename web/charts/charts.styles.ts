// SPDX-License-Identifier: Apache-2.0
/** @file How do lines, bars and strips look? Colour is never the only difference: dashes, stripes and outlines repeat it. */

import { css } from 'lit';

export const chartStyles = css`
.line-chart { display: block; inline-size: 100%; block-size: 112px; overflow: visible; }
.line-chart path { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.line-chart .grid { stroke: var(--payoff-line); stroke-width: 1; }
:is(.line-chart, .key) .ghost { stroke: var(--payoff-ghost); stroke-width: 1.25; stroke-dasharray: 3 3; }
:is(.line-chart, .key) .line { stroke: var(--payoff-accent-fill); stroke-width: 2; stroke-linecap: round; }
.line-chart .dot { stroke: var(--payoff-accent-fill); stroke-width: 7; stroke-linecap: round; }
.line-chart.mini { block-size: 32px; }
.line-chart.mini .line { stroke-width: 1.5; }
.line-chart.mini .dot { stroke-width: 5; }
.key { display: inline-flex; align-items: center; gap: 0.45em; font-size: var(--payoff-text-xs); color: var(--payoff-ink-2); }
.key > svg { inline-size: 18px; block-size: 8px; flex: none; fill: none; }
.axis-row { display: flex; justify-content: space-between; font-size: var(--payoff-text-xs); color: var(--payoff-ink-3); margin-block-start: 4px; }
.range { display: block; overflow: visible; }
.range .cost { fill: var(--payoff-ink-3); }
:is(.range, .range-key) .v1 { fill: var(--payoff-accent-fill); }
:is(.range, .range-key) .v2 { fill: var(--payoff-accent-mid); }
.range .tick { stroke: var(--payoff-ink); stroke-width: 2; }
.range .cost-line { stroke: var(--payoff-surface); stroke-width: 1.5; stroke-dasharray: 3 2; }
.hatch-bg { fill: var(--payoff-accent-wash); }
.hatch-line { stroke: var(--payoff-accent-mid); stroke-width: 2.5; }
.range-line { display: flex; justify-content: space-between; align-items: baseline; gap: var(--payoff-space-3); font-size: var(--payoff-text-sm); color: var(--payoff-ink-2); margin-block: var(--payoff-space-4) 4px; }
.range-line:first-child { margin-block-start: 0; }
.range-line b { font-weight: var(--payoff-weight-strong); color: var(--payoff-ink); }
.range-key { display: grid; grid-template-columns: repeat(3, auto); justify-content: space-between; gap: var(--payoff-space-3); margin-block-start: var(--payoff-space-2); font-size: var(--payoff-text-sm); }
.range-key > div { display: grid; justify-items: start; }
.range-key .key > svg { inline-size: 10px; block-size: 10px; overflow: visible; }
.range-key b { font-weight: var(--payoff-weight-medium); }
.range-key .mid b { font-weight: var(--payoff-weight-strong); }
.adopt { display: block; }
.adopt .c-used { fill: var(--payoff-accent-fill); }
.adopt .c-tried { stroke: var(--payoff-accent-fill); }
.adopt .c-unused { fill: none; stroke: var(--payoff-line-strong); stroke-dasharray: 3 3; }
@media (forced-colors: active) {
  .line-chart .line, .line-chart .dot, .key .line { stroke: Highlight; }
  .line-chart .ghost, .key .ghost, .range .cost-line { stroke: CanvasText; }
  .range .cost { fill: GrayText; }
  :is(.range, .range-key) .v1, .adopt .c-used { fill: Highlight; }
  :is(.range, .range-key) .v2 { fill: Canvas; stroke: Highlight; }
  .hatch-bg { fill: Canvas; }
  .hatch-line, .adopt .c-tried { stroke: Highlight; }
  .range .tick { stroke: CanvasText; }
}
`;
