// SPDX-License-Identifier: Apache-2.0
/** @file How much time was saved, and how does the value stand against the cost? */

import { html, type TemplateResult } from 'lit';
import { lineChart, lineKey } from '../../charts/line.js';
import { costBar, rangeBar, rangeKey } from '../../charts/range_bar.js';
import { type Figure, runningTotal } from '../../charts/shape.js';
import type { RoiFigures } from '../../engine/protocol.js';
import { addDays, daysBetween } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';
import { icon } from '../shared/icons.js';
import { heading, tableUnder, unknown } from '../shared/parts.js';
import { begun, type Names, type ReportView, type TimeScale, timeScale, wholeMoney } from './view.js';

/** Changes smaller than this are "about the same", as the core's verdicts have it. */
const SAME = 0.02;

export function hero(texts: Texts, view: ReportView, names: Names, level: number): TemplateResult | '' {
  const { roi } = view.report;
  if (!roi) return '';
  // Rules may save time, bring money, or both; what no rule speaks of is not shown as a zero.
  const time = roi.minutes_saved.high > 0 || roi.audit.some((row) => row.minutes_each || row.minutes_saved);
  return html`<div class="hero ${time ? '' : 'one'}" part="hero">
    ${time ? timeSaved(texts, view, roi, names, level) : ''}${returned(texts, roi, names, level)}</div>`;
}

// ---- time saved

function timeSaved(
  texts: Texts,
  view: ReportView,
  roi: RoiFigures,
  names: Names,
  level: number,
): TemplateResult {
  const minutes = roi.minutes_saved.expected;
  const before = names.compared ? (roi.previous?.minutes_saved.expected ?? null) : null;
  const scale = timeScale(texts, minutes, before ?? 0);
  return html`<section>${heading(level, { class: 'label' }, texts.t('time_title'))}
    <p class="figure" part="figure">${atLeast(texts, names)}${scale.text(minutes)}<span class="unit">${texts.t(scale.minutes ? 'time_minutes' : 'time_hours', { count: scale.rounded(minutes) })}${names.partial ? html` ${texts.t('report_so_far')}` : ''}</span></p>
    <p class="lede">${timeDelta(texts, minutes, before, scale, names)}</p>
    ${timeChart(texts, view, roi, before, scale, names)}</section>`;
}

/** Before figures of events that are known to be incomplete. */
function atLeast(texts: Texts, { compared }: Names): TemplateResult | '' {
  return compared ? '' : html`<span class="unit">${texts.t('report_at_least')}</span>`;
}

function timeDelta(
  texts: Texts,
  minutes: number,
  before: number | null,
  scale: TimeScale,
  names: Names,
): TemplateResult {
  if (!names.compared) return html`<span class="delta">${icon.info}${texts.t('report_not_compared')}</span>`;
  if (before === null) return html`<span class="small">${texts.t('time_first')}</span>`;
  const difference = scale.rounded(minutes) - scale.rounded(before);
  const change = before > 0 ? (minutes - before) / before : null;
  const period = names.previous;
  if (difference === 0 || (change !== null && Math.abs(change) < SAME)) {
    return html`<span class="delta">${icon.same}${texts.t('time_against_same', { period })}</span>`;
  }
  const up = difference > 0;
  const value = scale.short(Math.abs(difference) * (scale.minutes ? 1 : 60));
  const against =
    change === null
      ? texts.t('time_against_plain', { period })
      : texts.t('time_against', {
          period,
          change: texts.percentChange(change),
          share: texts.percent(Math.abs(change), 1),
        });
  return html`<span class="delta ${up ? 'good' : ''}">${up ? icon.up : icon.down}${texts.t(up ? 'time_delta_up' : 'time_delta_down', { value })}</span> <span class="small">${against}</span>`;
}

function timeChart(
  texts: Texts,
  view: ReportView,
  roi: RoiFigures,
  before: number | null,
  scale: TimeScale,
  names: Names,
): TemplateResult | '' {
  const { period } = view;
  const points = begun(roi.series, names.until);
  if (points.length < 2) return '';
  const current = runningTotal(points.map((point) => point.minutes_saved.expected));
  const ghost =
    before === null
      ? undefined
      : ghostLine(
          roi.previous?.series.map((point) => point.minutes_saved.expected),
          before,
          names.partial ? points.length : undefined,
        );
  const title = texts.t(scale.minutes ? 'time_chart_minutes' : 'time_chart');
  const end = scale.text(roi.minutes_saved.expected);
  const words = {
    title,
    period: names.title,
    value: end,
    previous: names.previous,
    before: scale.text(before ?? 0),
  };
  const places = daysBetween(period.from, period.to);
  const alt = texts.t(ghost ? 'time_alt_previous' : 'time_alt', words);
  return html`<figure class="chart" part="chart"><div class="chart-top"><figcaption class="cap">${title}</figcaption>
      <span class="key">${lineKey('line')}${names.current} <b class="strong">${end}</b></span>
      ${ghost ? html`<span class="key">${lineKey('ghost')}${names.previous} ${scale.text(before ?? 0)}</span>` : ''}</div>
    ${lineChart({ current, previous: ghost, alt, places })}
    <div class="axis-row" aria-hidden="true"><span>${texts.date(period.from, 'day')}</span><span>${texts.date(addDays(period.to, -1), 'day')}</span></div></figure>
    ${tableUnder(
      texts,
      title,
      [
        { text: texts.t('table_up_to') },
        { text: names.current, number: true },
        ...(ghost ? [{ text: names.previous, number: true }] : []),
      ],
      checkpoints(points.length).map((at) => [
        at === points.length - 1 && !names.partial
          ? texts.t('table_end')
          : texts.date(points[at]?.start ?? period.from, 'day'),
        cell(texts, current[at], scale),
        // The month before may be shorter: at the end its last figure stands.
        ...(ghost ? [cell(texts, ghost[Math.min(at, ghost.length - 1)], scale)] : []),
      ]),
    )}`;
}

/** Up to the same place as the current line; its last figure is the one that the comparison uses. */
function ghostLine(
  minutes: readonly Figure[] | undefined,
  total: number,
  places: number | undefined,
): Figure[] | undefined {
  if (!minutes || minutes.length < 2) return undefined;
  const line = runningTotal(minutes).slice(0, places);
  if (places !== undefined && line.length > 0) line[line.length - 1] = total;
  return line;
}

function cell(texts: Texts, minutes: Figure | undefined, scale: TimeScale): unknown {
  return minutes === null || minutes === undefined ? unknown(texts) : scale.text(minutes);
}

/** Every seventh day and the last: enough to read the line by. */
function checkpoints(days: number): number[] {
  const step = days > 62 ? 28 : 7;
  const places = [];
  for (let at = step - 1; at < days - 1; at += step) places.push(at);
  return [...places, days - 1];
}

// ---- return on the plan

function returned(texts: Texts, roi: RoiFigures, names: Names, level: number): TemplateResult {
  const { value, cost, currency } = roi;
  const whole = wholeMoney(roi);
  const money = (amount: number) => texts.money(amount, currency, whole);
  const times = (amount: number) => texts.number(amount, amount < 0.1 ? 2 : 1, 1);
  const known = cost !== null && cost > 0;
  const spread = value.low !== value.high;
  const figures = { low: money(value.low), expected: money(value.expected), high: money(value.high) };
  const columns = [
    { text: texts.t('col_estimate') },
    { text: texts.t('col_hours'), number: true },
    { text: texts.t('col_worth'), number: true },
  ];
  const title = texts.t(known ? 'roi_title' : 'worth_title');
  const max = Math.max(value.high, cost ?? 0);
  return html`<section>${heading(level, { class: 'label' }, title)}
    <p class="figure" part="figure">${atLeast(texts, names)}${
      known
        ? html`${texts.t('roi_times', { value: times(value.expected / cost) })}<span class="unit">${texts.t('roi_unit')}</span>`
        : html`${figures.expected}<span class="unit">${texts.t('worth_unit')}</span>`
    }</p>
    <p class="small measure lede">${known ? verdict(texts, roi, names, money, times) : worth(texts, cost, spread, figures)}</p>
    <figure class="chart" part="chart">
      ${known ? html`<p class="range-line"><span>${texts.t('roi_paid')}</span><b>${money(cost)}</b></p>${costBar(cost, max)}` : ''}
      <p class="range-line"><span>${texts.t(roi.value_made.high > 0 ? 'roi_made' : 'roi_saved')}</span><b class="strong">${figures.expected}</b></p>
      ${rangeBar({ ...value, cost: known ? cost : undefined, max, alt: texts.t(known ? 'roi_alt' : 'worth_alt', { ...figures, cost: money(cost ?? 0) }) })}
      <div class="range-key" aria-hidden="true">
        <div><span class="key">${rangeKey('v1')}${texts.t('low')}</span><b>${figures.low}</b></div>
        <div class="mid"><span class="key">${rangeKey('v2')}${texts.t('expected')}</span><b>${figures.expected}</b></div>
        <div><span class="key">${rangeKey('v3')}${texts.t('high')}</span><b>${figures.high}</b></div></div></figure>
    ${tableUnder(
      texts,
      title,
      known ? [...columns, { text: texts.t('col_against'), number: true }] : columns,
      (['low', 'expected', 'high'] as const).map((which) => [
        texts.t(which),
        texts.number(roi.minutes_saved[which] / 60, 1, 1),
        figures[which],
        ...(known ? [texts.t('roi_times', { value: times(value[which] / cost) })] : []),
      ]),
    )}</section>`;
}

/** Nothing paid is another thing than a price that is not known. */
function worth(
  texts: Texts,
  cost: number | null,
  spread: boolean,
  figures: Readonly<Record<string, string>>,
): string {
  const price = texts.t(cost === 0 ? 'worth_free' : 'worth_unknown');
  return spread ? `${texts.t('worth_range', figures)} ${price}` : price;
}

/** Good news and bad news in the same words, size and colour. */
function verdict(
  texts: Texts,
  { value, cost, value_made }: RoiFigures,
  names: Names,
  money: (amount: number) => string,
  times: (amount: number) => string,
): string {
  const paid = cost ?? 0;
  const net = value.expected - paid;
  const work = value_made.high > 0 ? '' : '_work';
  const kind = net > 0 ? 'ahead' : 'behind';
  const words = { value: money(value.expected), cost: money(paid), net: money(Math.abs(net)) };
  if (!names.compared) return texts.t('roi_at_least', words);
  const first = net === 0 ? texts.t('roi_even', words) : texts.t(`roi_${kind}${work}`, words);
  if (net <= 0 || value.low === value.expected) return first;
  return `${first} ${texts.t(value.low >= paid ? 'roi_low_above' : 'roi_low_below', { times: times(value.low / paid) })}`;
}
