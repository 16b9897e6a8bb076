// SPDX-License-Identifier: Apache-2.0
/** @file Where did the hours and the money come from, rule by rule, and whose assumption is each? */

import { html, type TemplateResult } from 'lit';
import type { RoiAuditRow, RoiFigures } from '../../engine/protocol.js';
import { localDay } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';
import { heading, unknown } from '../shared/parts.js';
import { assumptionsForm, type Editor, fieldsOf } from './assumptions.js';
import { minutesOf, type ReportView, timeColumn, wholeMoney } from './view.js';

export function sources(texts: Texts, view: ReportView, level: number, editor: Editor): TemplateResult | '' {
  const { roi, product } = view.report;
  if (!roi || roi.audit.length === 0) return '';
  const minutes = roi.audit.map(minutesOf);
  const timed = minutes.filter((each) => each !== null);
  const column = timeColumn(texts, timed, roi.minutes_saved.expected);
  const hours = timed.length > 0;
  const whole = wholeMoney(roi);
  const money = (amount: number) => texts.money(amount, roi.currency, whole);
  const provider = product.name || texts.t('provider');
  const row = (each: RoiAuditRow, at: number) => {
    const saved = minutes[at] ?? null;
    const one = eachText(texts, each, roi.currency);
    return html`<tr><th scope="row"><bdi>${each.label || each.rule}</bdi>${each.source === 'vendor' ? '' : html`<span class="calc">${sourceText(texts, each)}</span>`}<span class="calc fold-only">${texts.number(each.count)} \u00d7 ${one}</span></th>
      <td class="r no-fold">${texts.number(each.count)}</td><td class="r no-fold">${one}</td>
      ${hours ? html`<td class="r">${saved === null ? unknown(texts) : column.text(saved)}</td>` : ''}<td class="r">${money(each.amount.expected)}</td></tr>`;
  };
  return html`<section class="sect" part="sources">${heading(level, { class: 'h' }, texts.t(hours ? 'sources_title' : 'sources_title_plain'))}
    <table class="tbl fold ${hours ? '' : 'no-hours'}"><thead><tr><th scope="col">${texts.t('col_rule')}</th><th scope="col" class="r no-fold">${texts.t('col_count')}</th><th scope="col" class="r no-fold">${texts.t('col_minutes')}</th>
      ${hours ? html`<th scope="col" class="r">${texts.t(column.head)}</th>` : ''}<th scope="col" class="r">${texts.t('col_worth')}</th></tr></thead>
      <tbody>${roi.audit.map(row)}</tbody>
      <tfoot><tr><th scope="row">${texts.t('total')}</th><td class="no-fold"></td><td class="no-fold"></td>
        ${hours ? html`<td class="r">${column.text(roi.minutes_saved.expected)}</td>` : ''}<td class="r">${money(roi.value.expected)}</td></tr></tfoot></table>
    <div class="row between gap"><p class="small measure">${rateText(texts, view, roi, provider)} ${assumedText(texts, roi, provider)} ${runningText(texts, view, roi)}</p>
      ${changeButtons(texts, view, editor, provider)}</div>
    ${editor.open ? assumptionsForm(texts, view, fieldsOf(texts, view), editor, level + 1) : ''}</section>`;
}

function changeButtons(texts: Texts, view: ReportView, editor: Editor, product: string): TemplateResult | '' {
  const fields = fieldsOf(texts, view);
  if (fields.length === 0) return '';
  const kinds = new Set(fields.map(({ kind }) => kind));
  const what = kinds.has('minutes') ? (kinds.has('value') ? 'change_all' : 'change_minutes') : 'change_value';
  return html`<div class="row noprint own-acts">${view.own ? html`<button class="btn quiet sm btn-pull" type="button" @click=${() => editor.reset()}>${texts.t('own_reset', { product })}</button>` : ''}
    <button class="btn quiet sm btn-pull change" type="button" aria-expanded=${editor.open ? 'true' : 'false'} @click=${() => editor.toggle()}>${texts.t(what)}</button></div>`;
}

/** Minutes for each time, or money where the rule counts money; a measured mean says that it is about so much. */
function eachText(texts: Texts, row: RoiAuditRow, currency: string | null): unknown {
  if (row.minutes_each) return texts.number(row.minutes_each.expected, 2);
  if (row.value_each)
    return texts.money(row.value_each.expected, currency, Number.isInteger(row.value_each.expected));
  if (row.minutes_saved && row.count > 0)
    return html`\u2248 ${texts.number(row.minutes_saved.expected / row.count, 1)}`;
  return unknown(texts);
}

/** `overridden` is also said of rows whose hourly cost alone is the customer's: `source` is that of this figure. */
function sourceText(texts: Texts, row: RoiAuditRow): string {
  const who = row.source === 'measured' ? 'measured' : 'customer';
  return texts.t(minutesOf(row) === null ? `source_${who}_value` : `source_${who}`);
}

/** The vendor's own assumptions are named once, not in each row. */
function assumedText(texts: Texts, roi: RoiFigures, product: string): string {
  const assumed = roi.audit.filter(({ source }) => source === 'vendor').length;
  if (assumed === 0) return '';
  return texts.t(assumed === roi.audit.length ? 'assumed_all' : 'assumed_rest', { product });
}

function rateText(texts: Texts, view: ReportView, roi: RoiFigures, product: string): string {
  const rate = roi.audit.find((row) => row.hourly_cost)?.hourly_cost;
  if (!rate) return '';
  const whole = [rate.low, rate.expected, rate.high].every(Number.isInteger);
  const money = (amount: number) => texts.money(amount, roi.currency, whole);
  const spread = rate.low !== rate.high;
  const words = { money: money(rate.expected), low: money(rate.low), high: money(rate.high) };
  return `${texts.t(spread ? 'rate_range' : 'rate', words)} ${texts.t(`rate_${view.rateSource}`, { product })}`;
}

/** All of it since the start, when that is longer than the period. */
function runningText(texts: Texts, view: ReportView, roi: RoiFigures): string {
  const { since, value, cost } = roi.running;
  if (!since) return '';
  const day = localDay(since, view.report.range.zone);
  if (day >= view.period.from) return '';
  const whole =
    wholeMoney(roi) && Number.isInteger(value.expected) && (cost === null || Number.isInteger(cost));
  const words = {
    date: texts.date(day, 'full'),
    value: texts.money(value.expected, roi.currency, whole),
    cost: texts.money(cost ?? 0, roi.currency, whole),
  };
  return texts.t(cost === null ? 'running_total' : 'running_total_cost', words);
}
