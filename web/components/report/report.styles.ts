// SPDX-License-Identifier: Apache-2.0
/** @file How does the value report look? */

import { css } from 'lit';

export const reportStyles = css`
.rp-head { padding: var(--payoff-space-5); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--payoff-space-3); }
.sect { border-block-start: var(--payoff-border); padding: var(--payoff-space-5); min-inline-size: 0; }
.sect > .h { margin-block-end: var(--payoff-space-3); }
.text { white-space: pre-line; overflow-wrap: anywhere; }
.hero { display: grid; grid-template-columns: minmax(0, 1fr); border-block-start: var(--payoff-border); }
.hero > * { padding: var(--payoff-space-5); min-inline-size: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--payoff-space-1); align-content: start; }
.hero > * + * { border-block-start: var(--payoff-border); }
.chart { margin-block-start: var(--payoff-space-4); }
.hero > section { grid-template-rows: auto auto auto 1fr; }
.chart-top { display: flex; flex-wrap: wrap; gap: 2px var(--payoff-space-4); align-items: center; margin-block-end: var(--payoff-space-4); }
.chart-top .cap { margin-inline-end: auto; }
.delta { display: inline-flex; align-items: start; gap: 0.3em; font-size: var(--payoff-text-sm); font-weight: var(--payoff-weight-medium); color: var(--payoff-neutral); vertical-align: bottom; line-height: 1.5; }
.delta .ico { margin-block-start: calc(0.75em - 6px); }
.delta .i16 { margin-block-start: calc(0.75em - 8px); }
.delta.good { color: var(--payoff-good); }
.delta.bad { color: var(--payoff-bad); }
.pf:is(:lang(fa), :lang(hi), :lang(ar)) .delta { line-height: 1.65; }
.pf:is(:lang(fa), :lang(hi), :lang(ar)) .delta .ico { margin-block-start: calc(0.825em - 6px); }
.numbers { border-block-start: var(--payoff-border); }
.numbers .under { border-block-start: var(--payoff-border); padding: var(--payoff-space-2) var(--payoff-space-5); }
.kpis { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
.kpis.c1 { grid-template-columns: minmax(0, 1fr); }
.kpi { padding: var(--payoff-space-4) var(--payoff-space-5); display: flex; flex-direction: column; gap: 2px; min-inline-size: 0; }
.kpi:nth-child(even) { border-inline-start: var(--payoff-border); }
.kpi:nth-child(n + 3) { border-block-start: var(--payoff-border); }
.kpi:last-child:nth-child(odd) { grid-column: 1 / -1; }
.kpi .line-chart { margin-block-start: auto; padding-block-start: var(--payoff-space-3); box-sizing: content-box; }
.tile-n { font-size: var(--payoff-text-xl); font-weight: var(--payoff-weight-strong); line-height: 1.25; letter-spacing: -0.014em; font-variant-numeric: lining-nums proportional-nums; overflow-wrap: anywhere; }
.tbl { inline-size: 100%; border-collapse: collapse; font-size: var(--payoff-text-sm); }
.tbl th { font-weight: var(--payoff-weight-medium); color: var(--payoff-ink-2); text-align: start; vertical-align: bottom; padding-block: var(--payoff-space-2); padding-inline: 0 var(--payoff-space-4); border-block-end: var(--payoff-border); }
.tbl :is(td, tbody th) { padding-block: 0.6rem; padding-inline: 0 var(--payoff-space-4); border-block-end: var(--payoff-border); vertical-align: top; }
.tbl :is(tbody, tfoot) th { font-weight: var(--payoff-weight); color: var(--payoff-ink); overflow-wrap: anywhere; }
.tbl tfoot :is(td, th) { font-weight: var(--payoff-weight-strong); color: var(--payoff-ink); border-block-end: 0; padding-block-start: 0.75rem; }
.tbl .r { text-align: end; white-space: nowrap; padding-inline: var(--payoff-space-4) 0; }
.tbl .calc { display: block; font-size: var(--payoff-text-xs); color: var(--payoff-ink-3); font-weight: var(--payoff-weight); }
.tbl :is(th, td):last-child { padding-inline-end: 0; }
.tbl.tight :is(td, th) { padding-block: 0.3rem; }
.tbl.tight .r { white-space: normal; }
.scroll { overflow-x: auto; }
.gap { margin-block-start: var(--payoff-space-2); align-items: end; }
.gap > .measure { flex: 1 1 20rem; }
.own-acts { gap: 0 var(--payoff-space-4); }
.own { display: grid; gap: var(--payoff-space-3); margin-block-start: var(--payoff-space-4); padding-block-start: var(--payoff-space-5); border-block-start: var(--payoff-border); }
.field { display: grid; grid-template-columns: minmax(0, 22rem) 6.5rem minmax(0, 1fr); align-items: center; gap: 2px var(--payoff-space-3); overflow-wrap: anywhere; }
.input { inline-size: 100%; min-inline-size: 0; min-block-size: var(--payoff-target); padding: 0.35rem 0.75rem; margin: 0; border: 1px solid var(--payoff-line-strong); border-radius: var(--payoff-radius-control); background: var(--payoff-surface); color: var(--payoff-ink); font: inherit; font-variant-numeric: inherit; text-align: end; }
.input:focus-visible { border-radius: var(--payoff-radius-control); }
.input[aria-invalid] { border-color: var(--payoff-bad); box-shadow: inset 0 0 0 1px var(--payoff-bad); }
.say { grid-column: 2 / -1; }
.say:empty { display: none; }
.say.bad { color: var(--payoff-bad); font-size: var(--payoff-text-sm); }
.say .ico { margin-inline-end: 0.3em; vertical-align: -3px; }
.goal-bar { margin-block: var(--payoff-space-3) var(--payoff-space-2); }
.next { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--payoff-space-2); background: var(--payoff-accent-wash); }
.next .h { margin: 0; overflow-wrap: anywhere; }
.next .row { gap: var(--payoff-space-2); }
.next .btn.quiet:hover { background: var(--payoff-surface); }
.next.aside { background: none; }
.adopt-fig { margin-block-start: var(--payoff-space-3); }
.caps { display: grid; align-items: start; gap: var(--payoff-space-4) var(--payoff-space-8); margin-block-start: var(--payoff-space-4); }
.caps .group { display: grid; gap: var(--payoff-space-5); }
.cap-h { font-size: var(--payoff-text-sm); font-weight: var(--payoff-weight-medium); color: var(--payoff-ink-2); display: flex; align-items: center; gap: 0.5em; padding-block-end: var(--payoff-space-2); border-block-end: var(--payoff-border); }
.cap-h svg { inline-size: 12px; block-size: 12px; flex: none; overflow: visible; }
.caps li { display: flex; justify-content: space-between; gap: var(--payoff-space-3); padding-block: 0.42rem; font-size: var(--payoff-text-sm); }
.caps li span:last-child { color: var(--payoff-ink-3); text-align: end; }
.method { background: var(--payoff-sunken); font-size: var(--payoff-text-xs); color: var(--payoff-ink-2); }
.head-only { border-block-end: var(--payoff-border); }
@container payoff (max-width: 479px) {
  .print-btn { display: none; }
  .field { grid-template-columns: 6.5rem minmax(0, 1fr); }
  .field label { grid-column: 1 / -1; }
  .say { grid-column: 1 / -1; }
  .next .row > .quiet:first-child { margin-inline-start: calc(var(--payoff-space-2) * -1); }
  .chart-top .cap { flex-basis: 100%; }
  .figure { font-size: 2.5rem; }
  .tbl.fold thead { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; }
  .tbl.fold, .tbl.fold :is(tbody, tfoot) { display: block; }
  .tbl.fold tr { display: grid; grid-template-columns: minmax(0, 1fr) minmax(2.75rem, auto) minmax(4.5rem, auto); gap: 0 var(--payoff-space-3); padding-block: var(--payoff-space-3); border-block-end: var(--payoff-border); }
  .tbl.fold.no-hours tr { grid-template-columns: minmax(0, 1fr) auto; }
  .tbl.fold tfoot tr { border-block-end: 0; }
  .tbl.fold :is(td, th) { padding: 0; border: 0; }
  .tbl.fold tbody th { font-weight: var(--payoff-weight-medium); }
  .tbl.fold .no-fold { display: none; }
}
@container payoff (min-width: 480px) { .tbl .fold-only { display: none; } }
@container payoff (min-width: 560px) { .caps { grid-template-columns: 1.25fr 1fr; } }
@container payoff (min-width: 680px) {
  .rp-head, .sect, .hero > *, .note-bar, .numbers .under, .state { padding-inline: var(--payoff-space-8); }
  .rp-head { grid-template-columns: minmax(0, 1fr) auto; align-items: end; padding-block: var(--payoff-space-6); }
  .rp-head .text { grid-column: 1 / -1; }
  .sect { padding-block: var(--payoff-space-6); }
  .method { padding-block: var(--payoff-space-5); }
  .next:not(.aside) { grid-template-columns: minmax(0, 1fr) auto; column-gap: var(--payoff-space-8); }
  .next:not(.aside) .row { grid-column: 2; grid-row: 1 / 4; align-self: center; flex-direction: column; align-items: stretch; max-inline-size: 16rem; }
  .hero:not(.one) .lede { min-block-size: 2lh; }
  .hero:not(.one) { grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); }
  .hero > * { padding-block: var(--payoff-space-6); }
  .hero .chart { min-block-size: 184px; }
  .hero:not(.one) > * + * { border-block-start: 0; border-inline-start: var(--payoff-border); }
  .kpi { padding: var(--payoff-space-5) var(--payoff-space-4); }
  .kpis.c3 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .kpis.c4 { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .kpis:is(.c3, .c4) .kpi { grid-column: auto; border-block-start: 0; border-inline-start: var(--payoff-border); }
  .kpis.c1 .kpi, .kpis.c2 .kpi:nth-child(odd), .kpis.c3 .kpi:nth-child(3n + 1), .kpis.c4 .kpi:nth-child(4n + 1) { padding-inline-start: var(--payoff-space-8); border-inline-start: 0; }
  .kpis.c2 .kpi:nth-child(even), .kpis.c3 .kpi:nth-child(3n), .kpis.c4 .kpi:nth-child(4n) { padding-inline-end: var(--payoff-space-8); }
  .kpis.c3 .kpi:nth-child(n + 4), .kpis.c4 .kpi:nth-child(n + 5) { border-block-start: var(--payoff-border); }
}
@media print {
  .pf { line-height: 1.35; --payoff-text-md: 9pt; --payoff-text-sm: 8pt; --payoff-text-xs: 7.25pt; --payoff-text-lg: 10pt; --payoff-text-xl: 13pt; --payoff-text-3xl: 26pt; --payoff-space-8: 1rem; --payoff-space-6: 0.85rem; --payoff-space-5: 0.7rem; }
  .pf:is(:lang(fa), :lang(hi), :lang(ar)) { line-height: 1.4; --payoff-text-3xl: 24pt; }
  .pf:is(:lang(fa), :lang(hi), :lang(ar)) :is(.title, .delta) { line-height: 1.3; }
  .pf:is(:lang(fa), :lang(hi), :lang(ar)) .line-chart { block-size: 72px; }
  .sect, .hero, .kpis, .tbl tr { break-inside: avoid; }
  .rp-head, .sect, .hero > *, .kpi { padding-inline: 0 !important; }
  .hero > * + *, .kpi + .kpi { padding-inline-start: 1rem !important; }
  .hero:not(.one) > :first-child, .kpi { padding-inline-end: 1rem !important; }
  .numbers .under, .kpi .line-chart { display: none; }
  .stack { gap: 0.1rem; }
  .rp-head { padding-block: 0 0.5rem; gap: 0.35rem; }
  .hero > * { padding-block: 0.6rem; }
  .hero .chart { min-block-size: 0; margin-block-start: 0.4rem; }
  .range-line { margin-block-start: 0.5rem; }
  .line-chart { block-size: 84px; }
  .chart-top { margin-block-end: 0.5rem; }
  .sect, .kpi { padding-block: 0.5rem; }
  .sect > .h { margin-block-end: 0.3rem; }
  .tbl :is(th, td, tbody th) { padding-block: 0.24rem; }
  .tbl tfoot :is(td, th) { padding-block-start: 0.35rem; }
  .caps { margin-block-start: 0.5rem; grid-template-columns: 1.8fr 1fr; gap: var(--payoff-space-2) var(--payoff-space-6); }
  .caps .group { gap: var(--payoff-space-2); }
  .cap-h { padding-block-end: 0.15rem; }
  .caps > .cap-group ul { columns: 2; column-gap: var(--payoff-space-6); }
  .caps li { break-inside: avoid; }
  .adopt-fig { margin-block-start: 0.4rem; }
  .adopt-fig .adopt { block-size: 18px; }
  .caps li { padding-block: 0.14rem; }
  .measure { max-inline-size: none; }
  .hero:not(.one) .lede { min-block-size: 0; }
  .next, .method { background: none; }
  .next:not(.aside) { grid-template-columns: 1fr; gap: 0.1rem; }
  .next.aside { display: none; }
  .goal-bar { margin-block: 0.3rem; }
  .ends { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 1.5rem; }
}
`;
