// SPDX-License-Identifier: Apache-2.0
/** @file Which days does a report cover, and which does the one before or after it? Months of any calendar that Intl knows. */

import { addDays, dateParts, dayOf, daysBetween } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';

/** `from` is counted in, `to` is not; both are local dates, `YYYY-MM-DD`. */
export interface Period {
  from: string;
  to: string;
  /** A month of the calendar, or any run of days. */
  month: boolean;
}

/** A year below this is no year of the Gregorian calendar that has events in it: "1405-07" is a Persian month. */
const OLDEST_GREGORIAN = 1700;
/** The Persian year that begins in March of 2026 is 1405. */
const PERSIAN_OFFSET = 621;

/** The month of the calendar that a day lies in. */
export function monthOf(date: string, calendar: string): Period {
  const from = firstOfMonth(date, calendar);
  return { from, to: firstOfMonth(addDays(from, 32), calendar), month: true };
}

function firstOfMonth(date: string, calendar: string): string {
  return addDays(date, 1 - Number(dateParts(dayOf(date), 'UTC', calendar)[2]));
}

/** The neighbour before (-1) or after (1): a month for a month, else as many days. */
export function neighbour(period: Period, step: -1 | 1, calendar: string): Period {
  if (period.month) return monthOf(step < 0 ? addDays(period.from, -1) : period.to, calendar);
  const days = daysBetween(period.from, period.to) * step;
  return { from: addDays(period.from, days), to: addDays(period.to, days), month: false };
}

export interface Wanted {
  period: string;
  from: string;
  to: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Months written as numbers are Gregorian unless their year says otherwise. */
export function calendarFor(wanted: Wanted): string | undefined {
  const year = /^(\d{4})-\d\d$/.exec(wanted.period)?.[1];
  if (!year) return undefined;
  return Number(year) < OLDEST_GREGORIAN ? 'persian' : 'gregory';
}

/** What the attributes ask for; words that are not known are "last-month". */
export function wantedPeriod(wanted: Wanted, today: string, calendar: string): Period {
  if (DAY.test(wanted.from) && DAY.test(wanted.to) && wanted.from < wanted.to) {
    const { from, to } = wanted;
    const whole = monthOf(from, calendar);
    return { from, to, month: whole.from === from && whole.to === to };
  }
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(wanted.period) ?? [];
  if (year && month) {
    if (calendar !== 'persian' || Number(year) >= OLDEST_GREGORIAN)
      return monthOf(`${year}-${month}-01`, 'gregory');
    return persianMonth(Number(year), Number(month));
  }
  const current = monthOf(today, calendar);
  return wanted.period === 'this-month' ? current : neighbour(current, -1, calendar);
}

function persianMonth(year: number, month: number): Period {
  let period = monthOf(`${year + PERSIAN_OFFSET}-03-25`, 'persian');
  for (let at = 1; at < month; at += 1) period = neighbour(period, 1, 'persian');
  return period;
}

/** "October 2026", or the first and the last day. */
export function periodTitle(texts: Texts, period: Period): string {
  return period.month ? texts.monthYear(period.from) : texts.dateRange(period.from, addDays(period.to, -1));
}

/** Shorter where the year is clear from what stands beside it: "September". */
export function periodName(texts: Texts, period: Period, beside: Period): string {
  if (!period.month) return periodTitle(texts, period);
  const year = (each: Period) => dateParts(dayOf(each.from), 'UTC', texts.calendar)[0];
  return year(period) === year(beside) ? texts.date(period.from, 'month') : periodTitle(texts, period);
}
