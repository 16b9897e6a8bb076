// SPDX-License-Identifier: Apache-2.0
/** @file What is asked for a report, and what else when there is nothing to tell of? */

import type { PayoffContext } from '../../engine/context.js';
import type { AssumptionSource, ReportAnswer, ReportQuestion } from '../../engine/protocol.js';
import { addDays } from '../../i18n/format.js';
import { monthOf, type Period } from './period.js';
import { type FirstReport, headline, isBlank } from './view.js';

/** Months of another calendar are compared with that calendar's month before, which the core cannot know. */
export function questionFor(period: Period, previous: Period, calendar: string): ReportQuestion {
  const { from, to } = period;
  const plain: ReportQuestion = { ask: 'report', from, to, grain: 'day' };
  return period.month && calendar !== 'gregory'
    ? { ...plain, compare: { from: previous.from, to: previous.to } }
    : plain;
}

/** Who set the hourly cost, where the answer says so; a customer's own figure is told only there. */
export function toldRateSource(report: ReportAnswer): AssumptionSource | undefined {
  return report.roi?.audit.find((row) => row.hourly_cost_source)?.hourly_cost_source;
}

/** When nothing happened last month, the account may simply be new: what has been counted in this month? */
export async function askFirstMonth(
  payoff: PayoffContext,
  calendar: string,
  today: string,
): Promise<FirstReport | undefined> {
  const month = monthOf(today, calendar);
  const report = await payoff.ask({
    ask: 'report',
    from: month.from,
    to: month.to,
    grain: 'day',
    compare: 'none',
  });
  if (isBlank(report)) return undefined;
  const metrics = headline(report).filter((metric) => metric.total !== null);
  const days = [
    ...report.metrics.flatMap((metric) => metric.series.filter((point) => point.value)),
    ...(report.roi?.series.filter((point) => point.minutes_saved.high > 0 || point.value.high > 0) ?? []),
  ].map((point) => point.start.slice(0, 10));
  const since = days.sort()[0];
  return { comesOn: addDays(month.to, 0), since, metrics };
}
