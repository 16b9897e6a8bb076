// SPDX-License-Identifier: Apache-2.0
/** @file How do cards, type, buttons, disclosures, tables and the four states look in every element? */

import { css } from 'lit';

export const base = css`
:host { display: block; }
:host([hidden]) { display: none; }
.pf { container: payoff / inline-size; font-family: var(--payoff-font-stack); font-size: var(--payoff-text-md); font-weight: var(--payoff-weight); line-height: var(--payoff-leading); letter-spacing: normal; color: var(--payoff-ink); font-variant-numeric: var(--payoff-numeric); text-align: start; -webkit-text-size-adjust: 100%; }
.pf, .pf *, .pf *::before, .pf *::after { box-sizing: border-box; }
:where(h1, h2, h3, h4, h5, h6, p, ol, ul, dl, dd, figure, table) { margin: 0; padding: 0; border: 0; }
:where(ol, ul) { list-style: none; }
.pf:is(:lang(fa), :lang(hi), :lang(ar)) { line-height: 1.65; }
.card { background: var(--payoff-surface); border: var(--payoff-border); border-radius: var(--payoff-radius-card); overflow: clip; }
.title { font-size: var(--payoff-text-xl); font-weight: var(--payoff-weight-strong); line-height: 1.25; letter-spacing: -0.012em; text-wrap: balance; overflow-wrap: anywhere; }
.title:focus { outline: none; }
.title:focus-visible { outline: 2px solid var(--payoff-focus); outline-offset: 2px; }
.h { font-size: var(--payoff-text-lg); font-weight: var(--payoff-weight-strong); line-height: 1.35; }
.label { font-size: var(--payoff-text-sm); font-weight: var(--payoff-weight-medium); color: var(--payoff-ink-2); overflow-wrap: anywhere; }
.sub { color: var(--payoff-ink-2); }
.small { font-size: var(--payoff-text-sm); color: var(--payoff-ink-2); }
.cap { font-size: var(--payoff-text-xs); color: var(--payoff-ink-3); }
.strong { font-weight: var(--payoff-weight-strong); color: var(--payoff-ink); }
.measure { max-inline-size: 62ch; text-wrap: pretty; }
.sr { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--payoff-space-2) var(--payoff-space-3); }
.between { justify-content: space-between; }
.stack { display: grid; gap: var(--payoff-space-2); min-inline-size: 0; }
.figure { display: flex; flex-wrap: wrap; align-items: baseline; column-gap: 0.16em; font-size: var(--payoff-text-3xl); font-weight: var(--payoff-weight-strong); line-height: 1.05; letter-spacing: var(--payoff-tracking-number); font-variant-numeric: lining-nums proportional-nums; overflow-wrap: anywhere; }
.figure .unit { font-size: var(--payoff-text-lg); font-weight: var(--payoff-weight-medium); letter-spacing: 0; color: var(--payoff-ink-2); }
.pf:is(:lang(fa), :lang(hi), :lang(ar), :lang(zh)) :is(.title, .figure, .tile-n) { letter-spacing: 0; }
.pf:is(:lang(fa), :lang(hi), :lang(ar)) .title { line-height: 1.45; }
.ico { inline-size: 12px; block-size: 12px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.i16 { inline-size: 16px; block-size: 16px; stroke-width: 1.4; }
.pf[dir="rtl"] :is(.chev, .flip) { transform: scaleX(-1); }
.btn { display: inline-flex; align-items: center; justify-content: center; gap: 0.4em; min-block-size: var(--payoff-target); padding-inline: var(--payoff-space-4); margin: 0; border: 1px solid var(--payoff-line-strong); border-radius: var(--payoff-radius-control); background: var(--payoff-surface); color: var(--payoff-ink); font: inherit; font-weight: var(--payoff-weight-medium); text-align: center; text-decoration: none; cursor: pointer; transition: background var(--payoff-duration-fast) var(--payoff-ease); }
.btn:hover { background: var(--payoff-sunken); }
.btn.primary { background: var(--payoff-accent-fill); border-color: var(--payoff-accent-fill); color: var(--payoff-on-accent); }
.btn.primary:hover { background: var(--payoff-accent-hover); border-color: var(--payoff-accent-hover); }
.btn.quiet { border-color: transparent; background: none; color: var(--payoff-ink-2); padding-inline: var(--payoff-space-2); }
.btn.quiet:hover { background: var(--payoff-sunken); color: var(--payoff-ink); }
.step.now .btn.quiet:hover { background: var(--payoff-line); }
.btn.sm { min-block-size: max(1.875rem, calc(var(--payoff-target) - 0.375rem)); padding-inline: var(--payoff-space-3); font-size: var(--payoff-text-sm); }
.btn.quiet.sm { padding-inline: var(--payoff-space-2); }
.btn-pull { margin-inline: calc(var(--payoff-space-2) * -1); }
.back { display: inline-flex; rotate: 180deg; }
:focus-visible { outline: 2px solid var(--payoff-focus); outline-offset: 2px; border-radius: 4px; }
.btn:focus-visible { border-radius: var(--payoff-radius-control); }
.more > summary { display: inline-flex; align-items: center; gap: 0.4em; min-block-size: 1.75rem; cursor: pointer; list-style: none; font-size: var(--payoff-text-sm); font-weight: var(--payoff-weight-medium); color: var(--payoff-ink-2); }
.more > summary::-webkit-details-marker { display: none; }
.more > summary:hover { color: var(--payoff-ink); }
.more > summary .chev { transition: rotate var(--payoff-duration) var(--payoff-ease); }
.more[open] > summary .chev { rotate: 90deg; }
.pf[dir="rtl"] .more[open] > summary .chev { rotate: -90deg; }
.more > :not(summary) { margin-block-start: var(--payoff-space-2); }
.state { padding: var(--payoff-space-6) var(--payoff-space-5); display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--payoff-space-2); justify-items: start; }
.state .row { margin-block-start: var(--payoff-space-1); }
.state .h { flex-wrap: nowrap; align-items: start; margin: 0; }
.state .h .ico { margin-block-start: 0.2em; }
.note-bar { display: flex; gap: var(--payoff-space-2); padding: var(--payoff-space-3) var(--payoff-space-5); font-size: var(--payoff-text-sm); border-block-start: var(--payoff-border); background: var(--payoff-sunken); color: var(--payoff-ink-2); }
.note-bar .ico { margin-block-start: 2px; }
.note-bar.warn { background: var(--payoff-warn-wash); }
.note-bar.warn .ico { color: var(--payoff-warn); }
.facts { inline-size: 100%; border-block-start: var(--payoff-border); margin-block: var(--payoff-space-2); }
.facts > div { display: flex; justify-content: space-between; gap: var(--payoff-space-4); padding-block: 0.5rem; border-block-end: var(--payoff-border); font-size: var(--payoff-text-sm); }
.facts dt { color: var(--payoff-ink-2); overflow-wrap: anywhere; }
.facts dd { font-weight: var(--payoff-weight-strong); text-align: end; }
.sk { display: block; background: var(--payoff-skeleton); border-radius: var(--payoff-radius-mark); block-size: 0.75em; margin-block: 0.375em; }
.sk.w20 { inline-size: 20%; }
.sk.w30 { inline-size: 30%; }
.sk.w45 { inline-size: 45%; }
.sk.w60 { inline-size: 60%; }
.sk.w80 { inline-size: 80%; }
.sk.big { block-size: 2.5rem; }
.sk.mid { block-size: 1.5rem; }
.sk.plot-h { block-size: 112px; margin-block-start: var(--payoff-space-5); }
.sk.dotk { inline-size: 20px; block-size: 20px; border-radius: 50%; margin: 0; }
.bar { display: block; inline-size: 100%; block-size: 6px; border-radius: 3px; background: var(--payoff-track); overflow: hidden; }
.bar rect { fill: var(--payoff-accent-fill); transition: width var(--payoff-duration) var(--payoff-ease); }
@media (prefers-reduced-motion: no-preference) { .loading .sk { animation: payoff-pulse var(--payoff-pulse) ease-in-out infinite alternate; } }
@keyframes payoff-pulse { from { opacity: 1; } to { opacity: 0.55; } }
@media (forced-colors: active) {
  .btn.primary { background: ButtonText; border-color: ButtonText; color: ButtonFace; forced-color-adjust: none; }
  .bar { background: Canvas; border: 1px solid CanvasText; }
  .bar rect { fill: Highlight; }
  .sk { background: GrayText; }
}
@media print {
  .noprint, .more { display: none !important; }
  .card { border: 0; border-radius: 0; }
  .pf * { print-color-adjust: exact; }
}
`;
