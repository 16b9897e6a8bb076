// SPDX-License-Identifier: Apache-2.0
/** @file How did a figure go through the period, and how through the one before? */

import { html, nothing, svg, type TemplateResult } from 'lit';
import { type Figure, linePath, PAD, pointOf } from './shape.js';

export interface LineOptions {
  current: readonly Figure[];
  previous?: readonly Figure[] | undefined;
  /** The whole chart in one sentence; a chart that says nothing new leaves it out and is decoration. */
  alt?: string;
  /** Places along the axis when the period is longer than the figures there are. */
  places?: number;
  min?: number;
  max?: number;
  height?: number;
  mini?: boolean;
}

const WIDTH = 600;

/** Solid: this period, with a dot at its last figure. Dashed: the one before. Mirrored where the language runs that way. */
export function lineChart(options: LineOptions): TemplateResult {
  const { current, previous, alt, height = 112, mini = false } = options;
  const known = [...current, ...(previous ?? [])].filter((figure) => figure !== null);
  const plane = {
    width: WIDTH,
    height,
    places: Math.max(options.places ?? 0, current.length, previous?.length ?? 0),
    min: options.min ?? 0,
    max: options.max ?? Math.max(0, ...known),
  };
  const last = lastKnown(current);
  const end = last < 0 ? undefined : pointOf(plane, last, current[last] ?? 0);
  return html`<svg class="line-chart flip ${mini ? 'mini' : ''}" viewBox="0 0 ${WIDTH} ${height}" preserveAspectRatio="none" role=${alt ? 'img' : nothing} aria-label=${alt ?? nothing} aria-hidden=${alt ? nothing : 'true'}>
    ${mini ? '' : svg`<path class="grid" d="M0 ${height - PAD}H${WIDTH}M0 ${PAD}H${WIDTH}"/>`}
    ${previous ? svg`<path class="ghost" d=${linePath(plane, previous)}/>` : ''}
    <path class="line" d=${linePath(plane, current)}/>${end ? svg`<path class="dot" d="M${end.x} ${end.y}h.01"/>` : ''}</svg>`;
}

function lastKnown(figures: readonly Figure[]): number {
  let at = figures.length - 1;
  while (at >= 0 && figures[at] === null) at -= 1;
  return at;
}

/** The stroke of a line, for the key beside its name. */
export function lineKey(which: 'line' | 'ghost'): TemplateResult {
  return html`<svg viewBox="0 0 18 8" aria-hidden="true"><path class=${which} d="M0 4H18"/></svg>`;
}
