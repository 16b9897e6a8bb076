// SPDX-License-Identifier: Apache-2.0
/** @file How does an estimate with a low and a high end stand against a cost? */

import { html, nothing, svg, type TemplateResult } from 'lit';

const percent = (value: number, max: number) =>
  `${(max > 0 ? Math.max(0, value / max) * 100 : 0).toFixed(2)}%`;

/** Stripes: the part that only the high estimate holds. Ids are private to a shadow tree. */
const stripes = (id: string) =>
  svg`<defs><pattern id=${id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-bg" width="6" height="6"/><path class="hatch-line" d="M0 0V6"/></pattern></defs>`;

export function costBar(cost: number, max: number): TemplateResult {
  return html`<svg class="range flip" width="100%" height="14" aria-hidden="true"><rect class="cost" width=${percent(cost, max)} height="14"/></svg>`;
}

export interface RangeOptions {
  low: number;
  expected: number;
  high: number;
  /** Where the cost lies on the same scale; undefined where it is not known. */
  cost?: number | undefined;
  max: number;
  alt: string;
}

/** Solid to low, lighter to expected, striped to high; tick: expected; dashes: cost. */
export function rangeBar({ low, expected, high, cost, max, alt }: RangeOptions): TemplateResult {
  const part = (from: number, to: number, look: string, fill?: string) =>
    svg`<rect class=${look} x=${percent(from, max)} y="5" width=${percent(Math.max(0, to - Math.max(0, from)), max)} height="28" fill=${fill ?? nothing}/>`;
  const tick = percent(expected, max);
  return html`<svg class="range flip" width="100%" height="38" role="img" aria-label=${alt}>${stripes('range-stripes')}
    ${part(0, low, 'v1')}${part(low, expected, 'v2')}${part(expected, high, 'v3', 'url(#range-stripes)')}
    <line class="tick" x1=${tick} x2=${tick} y1="0" y2="38"/>
    ${cost === undefined ? '' : svg`<line class="cost-line" x1=${percent(cost, max)} x2=${percent(cost, max)} y1="5" y2="33"/>`}</svg>`;
}

export function rangeKey(which: 'v1' | 'v2' | 'v3'): TemplateResult {
  const fill = which === 'v3' ? 'url(#key-stripes)' : nothing;
  return html`<svg viewBox="0 0 12 12" aria-hidden="true">${which === 'v3' ? stripes('key-stripes') : ''}<rect class=${which} width="12" height="12" rx="2" fill=${fill}/></svg>`;
}
