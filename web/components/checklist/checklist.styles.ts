// SPDX-License-Identifier: Apache-2.0
/** @file How does the checklist look? */

import { css } from 'lit';

export const checklistStyles = css`
.cl-head { padding: var(--payoff-space-5); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--payoff-space-1); }
.seg { display: flex; gap: 4px; margin-block-start: var(--payoff-space-3); }
.seg > .bar { flex: 1 1 0; inline-size: 0; min-inline-size: 0; }
.state .seg { inline-size: 100%; margin-block: var(--payoff-space-2) var(--payoff-space-3); }
.body { border-block-start: var(--payoff-border); display: grid; }
.steps { padding-block: var(--payoff-space-2); min-inline-size: 0; }
.mark { inline-size: 20px; block-size: 20px; flex: none; overflow: visible; }
.m-done circle { fill: var(--payoff-accent-fill); }
.m-done path { fill: none; stroke: var(--payoff-on-accent); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.m-ring circle { fill: none; stroke: var(--payoff-line-strong); stroke-width: 1.5; }
.m-ring path { fill: none; stroke: var(--payoff-ink-3); stroke-width: 1.5; stroke-linecap: round; }
.m-ring .arc { stroke: var(--payoff-accent-fill); stroke-width: 2.5; transition: stroke-dasharray var(--payoff-duration) var(--payoff-ease); }
.step { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; column-gap: var(--payoff-space-3); align-items: start; padding: 0.55rem var(--payoff-space-5); }
.step > .mark { margin-block-start: 0.5px; }
.step .name { font-size: inherit; line-height: inherit; font-weight: var(--payoff-weight-medium); overflow-wrap: anywhere; }
.step:is(.done, .skip) .name { color: var(--payoff-ink-2); font-weight: var(--payoff-weight); }
.step .meta { font-size: var(--payoff-text-sm); color: var(--payoff-ink-3); white-space: nowrap; }
.step .note { grid-column: 2 / -1; font-size: var(--payoff-text-md); color: var(--payoff-ink-2); margin-block-start: var(--payoff-space-1); overflow-wrap: anywhere; }
.step.now { background: var(--payoff-sunken); padding-block: var(--payoff-space-4); margin-block: var(--payoff-space-2); border-block: var(--payoff-border); }
.step.now:first-child { margin-block-start: calc(var(--payoff-space-2) * -1); border-block-start: 0; }
.step.now:last-child { margin-block-end: calc(var(--payoff-space-2) * -1); border-block-end: 0; }
.step.now .name { font-weight: var(--payoff-weight-strong); }
.step .acts { grid-column: 2 / -1; margin-block-start: var(--payoff-space-3); }
.step.now .acts > .quiet:first-child { margin-inline-start: calc(var(--payoff-space-2) * -1); }
.step .again { justify-self: start; grid-column: 2 / -1; margin-inline: calc(var(--payoff-space-2) * -1); }
.goal { min-inline-size: 0; padding: var(--payoff-space-5); border-block-start: var(--payoff-border); display: grid; gap: var(--payoff-space-1); align-content: start; }
.goal .figure { font-size: 2.25rem; margin-block-start: var(--payoff-space-2); }
.goal .figure .unit { font-size: var(--payoff-text-xl); }
.pips { display: flex; flex-wrap: wrap; gap: 4px; margin-block: var(--payoff-space-3) var(--payoff-space-2); }
.pips svg { flex: 1 1 0; min-inline-size: 8px; max-inline-size: 22px; block-size: 22px; display: block; }
.pips rect { fill: none; stroke: var(--payoff-line-strong); stroke-width: 1.25; }
.pips .on { fill: var(--payoff-accent-fill); stroke: var(--payoff-accent-fill); }
.foot { border-block-start: var(--payoff-border); padding: var(--payoff-space-3) var(--payoff-space-5); display: grid; gap: var(--payoff-space-1); }
.foot .cap { flex: 1 1 12rem; }
.pill { display: inline-flex; align-items: center; gap: var(--payoff-space-3); max-inline-size: 100%; padding: var(--payoff-space-3) var(--payoff-space-4); border-radius: 999px; color: inherit; font: inherit; text-align: start; box-shadow: var(--payoff-shadow-float); cursor: pointer; }
.pill:hover { background: var(--payoff-sunken); }
.pill:focus-visible { border-radius: 999px; }
.pill .words { display: grid; line-height: 1.35; min-inline-size: 0; overflow-wrap: anywhere; }
.loading .step .sk { margin-block: 4px 0; }
.loading .step .sk.dotk { margin-block: 0; }
@container payoff (max-width: 479px) {
  .step.done { padding-block: 0.35rem; }
  .step .acts > .quiet { margin-inline: calc(var(--payoff-space-2) * -1); }
  .step .acts > .primary + .quiet { margin-inline-start: 0; }
  .step .acts { gap: var(--payoff-space-1); }
}
@container payoff (min-width: 620px) {
  .cl-head { padding: var(--payoff-space-6); }
  .step, .foot, .note-bar { padding-inline: var(--payoff-space-6); }
  .state { padding: var(--payoff-space-8) var(--payoff-space-6); }
  .body.two { grid-template-columns: minmax(0, 1fr) 248px; }
  .body.two .goal { border-block-start: 0; border-inline-start: var(--payoff-border); padding-block-start: var(--payoff-space-6); }
}
@media (forced-colors: active) {
  .m-done circle, .pips .on { fill: Highlight; }
  .m-done path { stroke: HighlightText; }
  .m-ring .arc { stroke: Highlight; }
  .step.now { outline: 2px solid Highlight; outline-offset: -2px; }
}
@media print { .pill { display: none; } }
`;
