// SPDX-License-Identifier: Apache-2.0
/** @file What does the report draw, and how are its figures rounded so that what stands on the page adds up? */

import type {
  Estimate,
  MetricAnswer,
  Playbook,
  ReportAnswer,
  RoiAuditRow,
  RoiFigures,
  RoiOverrides,
} from '../../engine/protocol.js';
import { addDays, daysBetween, localDay } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';
import { type Period, periodName, periodTitle } from './period.js';

/** An answer with all that is needed beside it. */
export interface ReportView {
  report: ReportAnswer;
  playbook: Playbook;
  /** The customer's own assumptions that the figures were computed with; undefined: none. */
  own: RoiOverrides | undefined;
  period: Period;
  previous: Period;
  /** Who set the hourly cost: `vendor`, `customer` or `measured`. */
  rateSource: 'vendor' | 'customer' | 'measured';
  /** Counts so far, when the first whole period is still to come. */
  first: FirstReport | undefined;
}

export interface FirstReport {
  comesOn: string;
  since: string | undefined;
  metrics: readonly MetricAnswer[];
}

/** Words for both periods, as every part of the report names them. */
export interface Names {
  /** "October 2026" */
  title: string;
  /** "October" */
  current: string;
  /** "September", or of an unfinished period the same days: "1-14 September". */
  previous: string;
  partial: boolean;
  /** `previous` names days, not the whole period. */
  cut: boolean;
  /** Last day that is counted, of an unfinished period. */
  until: string;
  /** Nothing is compared where the events are known to be incomplete. */
  compared: boolean;
}

export function namesOf(texts: Texts, view: ReportView): Names {
  const { report, period, previous } = view;
  const today = localDay(report.range.as_of, report.range.zone);
  const partial = today < period.to;
  const hasBegun = today >= period.from;
  const until = !partial ? addDays(period.to, -1) : hasBegun ? today : period.from;
  const whole = periodName(texts, previous, period);
  const lastDay = addDays(previous.from, daysBetween(period.from, until));
  const cut = partial && lastDay < addDays(previous.to, -1);
  return {
    title: periodTitle(texts, period),
    current: periodName(texts, period, previous),
    previous: cut ? texts.dateRange(previous.from, lastDay, 'day_long') : whole,
    partial,
    cut,
    until,
    compared: !report.quality?.truncated,
  };
}

/** True when nothing that the report tells of has happened. */
export function isBlank(report: ReportAnswer): boolean {
  const metrics = report.metrics.every((metric) => !metric.total);
  const value = report.roi?.audit.every((row) => row.count === 0) ?? true;
  return metrics && value;
}

/** Metrics in the order of the headline; without one, all there are. */
export function headline(report: ReportAnswer): readonly MetricAnswer[] {
  if (report.headline.length === 0) return report.metrics;
  return report.headline.flatMap((id) => report.metrics.find((metric) => metric.id === id) ?? []);
}

export function labelOf(metric: { id: string; label?: string }): string {
  return metric.label || metric.id;
}

/** Figures in that unit are plain numbers: no durations, no money, no shares. */
export function isPlain(texts: Texts, unit: string): boolean {
  return !texts.isDuration(unit) && !/^(currency|percent|share|[A-Z]{3})$/.test(unit);
}

/** A metric's figure in its unit; null is for the caller. */
export function figureText(
  texts: Texts,
  metric: MetricAnswer,
  value: number,
  currency: string | null,
): string {
  if (texts.isDuration(metric.unit)) return texts.duration(value, metric.unit);
  // "currency" is the product's; a metric may also name its own, as ISO 4217 spells it.
  const code = metric.unit === 'currency' ? currency : /^[A-Z]{3}$/.test(metric.unit) ? metric.unit : '';
  if (code) return texts.money(value, code, Number.isInteger(value));
  if (metric.unit === 'percent' || metric.unit === 'share') return texts.percent(value, 1, 0);
  return texts.number(value, Number.isInteger(value) ? 0 : Math.abs(value) < 100 ? 1 : 0);
}

/** How time saved is written: hours with one digit, or minutes while there is not one hour. */
export interface TimeScale {
  minutes: boolean;
  /** Minutes as the figure that is written. */
  rounded(minutes: number): number;
  text(minutes: number): string;
  /** With its unit: "12.9 h". */
  short(minutes: number): string;
}

export function timeScale(texts: Texts, ...minutes: readonly number[]): TimeScale {
  const largest = Math.max(0, ...minutes);
  const small = largest < 60;
  const digits = small || largest >= 60_000 ? 0 : 1;
  const factor = 10 ** digits;
  const rounded = (value: number) => Math.round((small ? value : value / 60) * factor) / factor;
  const text = (value: number) => texts.number(rounded(value), digits, digits);
  return {
    minutes: small,
    rounded,
    text,
    short: (value) => texts.t(small ? 'minutes' : 'hours', { count: text(value) }),
  };
}

/** Cents are left out only where no amount on the page has any. */
export function wholeMoney(roi: RoiFigures): boolean {
  const estimates: (Estimate | null)[] = [roi.value, roi.net, ...roi.audit.map((row) => row.amount)];
  const amounts = [
    roi.cost,
    ...estimates.flatMap((each) => (each ? [each.low, each.expected, each.high] : [])),
  ];
  return amounts.every((amount) => amount === null || Number.isInteger(amount));
}

export function minutesOf(row: RoiAuditRow): number | null {
  return row.minutes_saved?.expected ?? (row.minutes_each ? row.minutes_each.expected * row.count : null);
}

export interface TimeColumn {
  head: 'col_hours' | 'col_time' | 'col_minutes_total';
  text(minutes: number): string;
}

/**
 * How the hours of the rows are written so that they add up to the total as written. One digit if that adds up; else
 * hours and minutes, which are exact for whole minutes; else minutes with their decimals.
 */
export function timeColumn(texts: Texts, rows: readonly number[], total: number): TimeColumn {
  const tenths = (minutes: number) => Math.round(minutes / 6);
  const sum = rows.reduce((all, minutes) => all + tenths(minutes), 0);
  const vanishes = rows.some((minutes) => minutes > 0 && tenths(minutes) === 0);
  if (sum === tenths(total) && !vanishes) {
    return { head: 'col_hours', text: (minutes) => texts.number(tenths(minutes) / 10, 1, 1) };
  }
  if ([...rows, total].every((minutes) => Number.isInteger(minutes))) {
    return { head: 'col_time', text: (minutes) => texts.hoursMinutes(minutes) };
  }
  return { head: 'col_minutes_total', text: (minutes) => texts.number(minutes, 2) };
}

/** Buckets that have begun; what lies ahead is not a zero. */
export function begun<P extends { start: string }>(points: readonly P[], until: string): P[] {
  return points.filter((point) => point.start.slice(0, 10) <= until);
}
