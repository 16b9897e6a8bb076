// SPDX-License-Identifier: Apache-2.0
/** @file How near is the account to its first payoff? Drawn only where an answer about it is there. */

import { html, type TemplateResult } from 'lit';
import { localDay } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';
import { heading } from '../shared/parts.js';

/** As the question `aha_progress` answers. */
export interface AhaProgress {
  label?: string;
  count: number;
  target: number;
  deadline: string | null;
  reached_at: string | null;
}

/** More single marks than this are no longer seen at a glance. */
const PIPS = 20;

export function goalColumn(texts: Texts, aha: AhaProgress, zone: string, level: number): TemplateResult {
  const count = Math.min(aha.count, aha.target);
  const pips = Array.from({ length: aha.target <= PIPS ? aha.target : 0 }, (_, at) => at < count);
  const when = aha.reached_at ?? aha.deadline;
  const date = when ? texts.date(localDay(when, zone), 'day_long') : '';
  return html`<div class="goal" part="goal">${heading(level, { class: 'label' }, texts.t('goal_title'))}
    <p class="figure">${texts.number(count)}<span class="unit">${texts.t('goal_of', { target: aha.target })}</span></p>
    ${aha.label ? html`<p class="small"><bdi>${aha.label}</bdi></p>` : ''}
    <div class="pips" aria-hidden="true">${pips.map((on) => html`<svg viewBox="0 0 22 22"><rect class=${on ? 'on' : ''} x="1" y="1" width="20" height="20" rx="5"/></svg>`)}</div>
    ${date ? html`<p class="small">${texts.t(aha.reached_at ? 'goal_reached' : 'goal_deadline', { date })}</p>` : ''}</div>`;
}
