// SPDX-License-Identifier: Apache-2.0
/** @file What must be known before the figures are read, and how were they come by? */

import { html, type TemplateResult } from 'lit';
import type { Texts } from '../../i18n/index.js';
import { icon } from '../shared/icons.js';
import type { Names, ReportView } from './view.js';

export function notes(texts: Texts, view: ReportView, names: Names): TemplateResult | '' {
  if (!names.compared) {
    return html`<p class="note-bar warn">${icon.warn}<span><b>${texts.t('report_truncated')}</b> ${texts.t('report_truncated_text')}</span></p>`;
  }
  if (!names.partial) return '';
  const compared =
    view.report.roi?.previous != null || view.report.metrics.some((metric) => metric.previous !== null);
  const words = {
    period: names.title,
    date: texts.date(names.until, 'day_long'),
    previous: texts.date(view.previous.from, 'month'),
  };
  return html`<p class="note-bar">${icon.info}<span>${texts.t(compared ? 'report_partial_compared' : 'report_partial', words)}</span></p>`;
}

export function method(texts: Texts, view: ReportView, names: Names): TemplateResult {
  const { range, quality, roi } = view.report;
  const rejected = Object.values(quality?.rejected ?? {}).reduce((all, count) => all + count, 0);
  return html`<footer class="sect method" part="method"><p>${texts.t('method_range', { range: texts.dateRange(view.period.from, names.until), zone: range.zone })}
    ${roi ? texts.t('method_hours') : ''} ${view.own ? texts.t('method_own') : ''} ${rejected > 0 ? texts.t('method_rejected', { count: rejected, rows: quality?.rows ?? 0 }) : ''} ${texts.t('method_browser')}</p></footer>`;
}
