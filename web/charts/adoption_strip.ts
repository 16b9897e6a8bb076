// SPDX-License-Identifier: Apache-2.0
/** @file How much of what is paid for is used? One cell a capability: used, tried, not used, in this order. */

import { html, nothing, svg, type TemplateResult } from 'lit';

export type Use = 'used' | 'tried' | 'unused';

const GAP = 0.9;

const stripes = svg`<defs><pattern id="strip-stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-bg" width="6" height="6"/><path class="hatch-line" d="M0 0V6"/></pattern></defs>`;
const fillOf = (use: Use) => (use === 'tried' ? 'url(#strip-stripes)' : nothing);

export function adoptionStrip(uses: readonly Use[], alt: string): TemplateResult {
  const width = (100 - GAP * (uses.length - 1)) / uses.length;
  return html`<svg class="adopt flip" width="100%" height="28" role="img" aria-label=${alt}>${stripes}${uses.map(
    (use, at) =>
      svg`<rect class="c-${use}" x="${(at * (width + GAP)).toFixed(3)}%" y="3%" width="${width.toFixed(3)}%" height="94%" rx="3" fill=${fillOf(use)}/>`,
  )}</svg>`;
}

export function adoptionKey(use: Use): TemplateResult {
  return html`<svg viewBox="0 0 12 12" class="adopt" aria-hidden="true"><rect class="c-${use}" x="1" y="1" width="10" height="10" rx="2" fill=${fillOf(use)}/></svg>`;
}
