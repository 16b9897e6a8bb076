// SPDX-License-Identifier: Apache-2.0
/** @file How near is the account to its first payoff? Drawn only where an answer about it is there. */

import { html, type TemplateResult } from 'lit';
import { PayoffError } from '../../engine/error.js';
import type { Texts } from '../../i18n/index.js';
import type { AhaProgress } from '../shared/answers.js';
import { goalHow, goalWhat } from '../shared/goal_words.js';
import { heading } from '../shared/parts.js';

/** More single marks than this are no longer seen at a glance. */
const PIPS = 20;

export function goalColumn(
  texts: Texts,
  aha: AhaProgress | PayoffError,
  zone: string,
  level: number,
): TemplateResult {
  const title = heading(level, { class: 'label' }, texts.t('goal_title'));
  if (aha instanceof PayoffError) {
    return html`<div class="goal" part="goal">${title}<p class="small">${texts.t('part_failed')}</p><p class="cap">${texts.t('code', { code: aha.code })}</p></div>`;
  }
  const count = Math.min(aha.count, aha.target);
  const pips = Array.from({ length: aha.target <= PIPS ? aha.target : 0 }, (_, at) => at < count);
  const what = goalWhat(texts, aha, zone);
  const how = goalHow(texts, aha);
  return html`<div class="goal" part="goal">${title}
    <p class="figure">${texts.number(count)}<span class="unit">${texts.t('goal_of', { target: aha.target })}</span></p>
    ${what ? html`<p class="small">${what}</p>` : ''}
    <div class="pips" aria-hidden="true">${pips.map((on) => html`<svg viewBox="0 0 22 22"><rect class=${on ? 'on' : ''} x="1" y="1" width="20" height="20" rx="5"/></svg>`)}</div>
    ${how ? html`<p class="small">${how}</p>` : ''}</div>`;
}
