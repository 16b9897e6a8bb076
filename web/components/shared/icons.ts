// SPDX-License-Identifier: Apache-2.0
/** @file Which small pictures stand beside words? All are decoration: the words say it too. */

import { html, type TemplateResult } from 'lit';

const RING = 8.75;
const TURN = 2 * Math.PI * RING;

export const icon = {
  up: html`<svg class="ico" viewBox="0 0 12 12" aria-hidden="true"><path d="M6 10V2.5M2.5 6L6 2.5 9.5 6"/></svg>`,
  down: html`<svg class="ico" viewBox="0 0 12 12" aria-hidden="true"><path d="M6 2v7.5M2.5 6L6 9.5 9.5 6"/></svg>`,
  same: html`<svg class="ico" viewBox="0 0 12 12" aria-hidden="true"><path d="M2 4.5h8M2 7.5h8"/></svg>`,
  chev: html`<svg class="ico chev" viewBox="0 0 12 12" aria-hidden="true"><path d="M4.5 2.5L8 6l-3.5 3.5"/></svg>`,
  warn: html`<svg class="ico i16" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2L14.6 13.6H1.4zM8 6.4v3.4M8 11.6v.2"/></svg>`,
  info: html`<svg class="ico i16" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.4"/><path d="M8 7.2v4M8 4.8v.2"/></svg>`,
};

export const mark = {
  done: html`<svg class="mark m-done" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="10"/><path d="M5.8 10.3l2.9 2.9 5.6-6"/></svg>`,
  skip: html`<svg class="mark m-ring" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8.75" stroke-dasharray="2.6 2.6"/><path d="M6.5 10h7"/></svg>`,
  /** A ring, filled clockwise from the top by `share`. */
  ring: (share: number): TemplateResult =>
    html`<svg class="mark m-ring flip" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r=${RING}/><circle class="arc" cx="10" cy="10" r=${RING} stroke-dasharray="${(TURN * share).toFixed(2)} ${TURN.toFixed(2)}" transform="rotate(-90 10 10)" visibility=${share > 0 ? 'visible' : 'hidden'}/></svg>`,
};
