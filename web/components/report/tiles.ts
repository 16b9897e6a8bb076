// SPDX-License-Identifier: Apache-2.0
/** @file Which headline figures does the period have, and did they get better or worse? */

import { html, type TemplateResult } from 'lit';
import { lineChart } from '../../charts/line.js';
import { calmBounds, weekly } from '../../charts/shape.js';
import type { Benchmark, MetricAnswer } from '../../engine/protocol.js';
import type { Texts } from '../../i18n/index.js';
import { icon } from '../shared/icons.js';
import { heading, tableUnder, unknown } from '../shared/parts.js';
import { begun, figureText, headline, isPlain, labelOf, type Names, type ReportView } from './view.js';

/** Red needs a clear change; below this a fall is told without colour. */
const CLEAR = 0.2;
const MAX_COLUMNS = 4;

export function tiles(texts: Texts, view: ReportView, names: Names, level: number): TemplateResult | '' {
  const metrics = headline(view.report);
  if (metrics.length === 0) return '';
  const { currency } = view.report.product;
  const columns = metrics.length === 5 || metrics.length === 6 ? 3 : Math.min(MAX_COLUMNS, metrics.length);
  const title = texts.t('tiles_title');
  const figure = (metric: MetricAnswer, value: number | null) =>
    value === null ? unknown(texts) : figureText(texts, metric, value, currency);
  return html`<div class="numbers" part="tiles" role="group" aria-label=${title}>
    <div class="kpis c${columns}">${metrics.map((metric) => tile(texts, metric, names, currency, level))}</div>
    <div class="under">${tableUnder(
      texts,
      title,
      [
        { text: title },
        { text: names.current, number: true },
        ...(names.compared ? [{ text: names.previous, number: true }] : []),
      ],
      metrics.map((metric) => [
        labelOf(metric),
        figure(metric, metric.total),
        ...(names.compared ? [figure(metric, metric.previous)] : []),
      ]),
    )}</div></div>`;
}

function tile(
  texts: Texts,
  metric: MetricAnswer,
  names: Names,
  currency: string | null,
  level: number,
): TemplateResult {
  const { total, previous } = metric;
  return html`<div class="kpi" part="tile">${heading(level, { class: 'label' }, html`<bdi>${labelOf(metric)}</bdi>`)}
    <p class="tile-n">${total === null ? unknown(texts) : figureText(texts, metric, total, currency)}</p>
    ${names.compared ? delta(texts, metric) : ''}
    ${names.compared ? html`<p class="cap">${previous === null ? texts.t('nothing_before', { period: names.previous }) : texts.t(names.cut ? 'in_days' : 'in_period', { value: figureText(texts, metric, previous, currency), period: names.previous })}</p>` : ''}
    ${metric.benchmark ? html`<p class="cap">${peersText(texts, metric, metric.benchmark, currency)}</p>` : ''}
    ${metric.censored ? html`<p class="cap">${texts.t('still_open', { count: metric.censored })}</p>` : ''}
    ${spark(texts, metric, names, currency)}</div>`;
}

/**
 * The middle half, not the mean: a few large customers must not make everybody look small. Quartiles of counts fall
 * between whole numbers; nobody resolves half a ticket.
 */
function peersText(
  texts: Texts,
  metric: MetricAnswer,
  { p25, p75 }: Benchmark,
  currency: string | null,
): string {
  const isCount = Number.isInteger(metric.total) && isPlain(texts, metric.unit);
  const [low, high] = [p25, p75].map((value) =>
    figureText(texts, metric, isCount ? Math.round(value) : value, currency),
  );
  return texts.t('tiles_peers', { low: low ?? '', high: high ?? '' });
}

function delta(texts: Texts, metric: MetricAnswer): TemplateResult | '' {
  const { total, previous, change, verdict } = metric;
  if (total === null || previous === null || change === null) return '';
  if (verdict === 'same' || total === previous) {
    return html`<p><span class="delta">${icon.same}<span class="sr">${texts.t('verdict_same')}: </span>${texts.t('delta_same')}</span></p>`;
  }
  const up = total > previous;
  const look = verdict === 'better' ? 'good' : verdict === 'worse' && Math.abs(change) >= CLEAR ? 'bad' : '';
  const word =
    verdict === 'better' ? texts.t('verdict_better') : verdict === 'worse' ? texts.t('verdict_worse') : '';
  return html`<p><span class="delta ${look}">${up ? icon.up : icon.down}<span>${word ? html`<span class="sr">${word}: </span>` : ''}${deltaText(texts, metric, total, previous, change)}</span></span></p>`;
}

function deltaText(
  texts: Texts,
  metric: MetricAnswer,
  total: number,
  previous: number,
  change: number,
): string {
  const up = total > previous;
  if (texts.isDuration(metric.unit)) {
    const value = texts.durationBetween(total, previous, metric.unit);
    if (value.zero) return texts.t('delta_same');
    if (metric.better === 'down') return texts.t(up ? 'delta_slower' : 'delta_faster', { value: value.text });
    return texts.t(up ? 'delta_longer' : 'delta_shorter', { value: value.text });
  }
  const digits = Math.abs(change) >= 10 ? 0 : 1;
  return texts.t(up ? 'delta_up' : 'delta_down', { value: texts.percent(Math.abs(change), digits) });
}

/** The shape only, week by week: single days mostly show where the weekends are. The figures are in the table below. */
function spark(
  texts: Texts,
  metric: MetricAnswer,
  names: Names,
  currency: string | null,
): TemplateResult | '' {
  const sum = isSum(metric);
  const current = weekly(
    begun(metric.series, names.until).map((point) => point.value),
    sum,
  );
  const known = current.filter((figure) => figure !== null);
  if (known.length < 3) return '';
  const before = names.compared ? metric.previous_series?.map((point) => point.value) : undefined;
  const previous = before && weekly(before, sum);
  const { min, max } = calmBounds([...current, ...(previous ?? [])]);
  const text = (value: number) => figureText(texts, metric, value, currency);
  const alt = texts.t(sum ? 'tile_alt_sum' : 'tile_alt', {
    label: labelOf(metric),
    first: text(known[0] ?? 0),
    last: text(known[known.length - 1] ?? 0),
    min: text(Math.min(...known)),
    max: text(Math.max(...known)),
  });
  return lineChart({ current, previous, min, max, height: 32, mini: true, alt });
}

/** Days add up to the total; of distinct people, medians and shares they do not. */
function isSum({ series, total }: MetricAnswer): boolean {
  const sum = series.reduce((all, point) => all + (point.value ?? 0), 0);
  return total !== null && Math.abs(sum - total) <= 1e-6 * Math.max(1, Math.abs(total));
}
