// SPDX-License-Identifier: Apache-2.0
/** @file What is worth doing next: the goal that is still open, and the capability that is paid for and not used? */

import { html, type TemplateResult } from 'lit';
import { localDay } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';
import type { Adoption, AhaProgress } from '../shared/answers.js';
import { goalHow, goalWhat } from '../shared/goal_words.js';
import { bar, heading } from '../shared/parts.js';
import { safeHref } from '../shared/safe_href.js';
import type { StepEventDetail } from '../shared/step_event.js';
import type { ReportView } from './view.js';

/** Only while it matters to this period: what was reached or missed before it is no news. */
export function goal(
  texts: Texts,
  view: ReportView,
  aha: AhaProgress | null | undefined,
  level: number,
): TemplateResult | '' {
  const { zone } = view.report.range;
  if (!aha || !(aha.target > 0) || aha.status === 'not_started') return '';
  const when = aha.status === 'reached' || aha.status === 'missed' ? (aha.reached_at ?? aha.deadline) : null;
  if (when && localDay(when, zone) < view.period.from) return '';
  const count = Math.min(aha.count, aha.target);
  return html`<section class="sect" part="goal">${heading(level, { class: 'h' }, texts.t('goal_title'))}
    <p class="row"><span class="tile-n">${texts.number(count)}${texts.t('goal_of', { target: aha.target })}</span> <span class="sub">${goalWhat(texts, aha, zone)}</span></p>
    <div class="goal-bar">${bar(count / aha.target)}</div><p class="small">${goalHow(texts, aha)}</p></section>`;
}

export interface NextActions {
  /** Ids of capabilities that a person has set aside. */
  skipped: readonly string[];
  act(event: Event, detail: StepEventDetail): void;
}

export function nextStep(
  texts: Texts,
  view: ReportView,
  level: number,
  { skipped, act }: NextActions,
): TemplateResult | '' {
  const answer = view.report.adoption as Adoption | null | undefined;
  const id = (view.report.next_best as string | null | undefined) ?? '';
  const use = answer?.capabilities.find((each) => each.id === id);
  const named = use ?? view.playbook.capabilities?.find((each) => each.id === id);
  if (!named) return '';
  const label = named.label || id;
  const title = html`<p class="label">${texts.t('next_label')}</p>${heading(level, { class: 'h' }, html`<bdi>${label}</bdi>`)}`;
  if (skipped.includes(id)) {
    return html`<section class="sect next aside" part="next">${title}
      <div class="row noprint"><span class="small">${texts.t('next_aside')}</span><button class="btn quiet sm" type="button" @click=${(event: Event) => act(event, { action: 'unskip', step: id })}>${texts.t('next_back')}<span class="sr">: ${label}</span></button></div></section>`;
  }
  const href = safeHref(named.href);
  const peers =
    use?.peer_rate == null ? '' : texts.t('next_peers', { rate: texts.percent(use.peer_rate, 0) });
  return html`<section class="sect next" part="next">${title}
    <p class="sub measure">${texts.t(use?.used ? 'next_few' : use?.last_used ? 'next_paused' : 'next_unused', { adopters: use?.adopters ?? 0, count: use?.people ?? 0 })} ${peers}</p>
    <div class="row noprint">${href ? html`<a class="btn primary" href=${href} @click=${(event: Event) => act(event, { action: 'open', step: id, href })}>${texts.t('next_open', { label })}</a>` : ''}
      <button class="btn quiet sm" type="button" @click=${(event: Event) => act(event, { action: 'skip', step: id })}>${texts.t('next_skip')}<span class="sr">: ${label}</span></button></div></section>`;
}
