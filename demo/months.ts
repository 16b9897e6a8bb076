// SPDX-License-Identifier: Apache-2.0
/** @file Which months can be chosen, in the calendar of the language that the report is shown in? */

export interface Month {
  /** As `<payoff-report period>` takes it: 2018-07, or 1397-04 of the Persian calendar. */
  value: string;
  label: string;
  /** Its first day, of the Gregorian calendar. */
  from: string;
}

const DAY_MS = 86_400_000;

/** Months from that of the first instant to that of the last, the latest first. */
export function monthsBetween(firstMs: number, lastMs: number, zone: string, calendar: string): Month[] {
  const months: Month[] = [];
  const first = localDay(firstMs, zone);
  // From far enough before, so that the first month is met on its first day.
  const day = Date.parse(`${first}T00:00:00Z`) - 31 * DAY_MS;
  const last = new Date(`${localDay(lastMs, zone)}T00:00:00Z`).getTime();
  for (let at = day; at <= last; at += DAY_MS) {
    const { year, month, dayOfMonth } = partsOf(at, calendar);
    if (dayOfMonth !== 1) continue;
    const from = new Date(at).toISOString().slice(0, 10);
    // Met too early: the month before the first.
    if (from <= first) months.length = 0;
    months.push({ value: `${year}-${String(month).padStart(2, '0')}`, label: labelOf(at, calendar), from });
  }
  return months.reverse();
}

/** The date in the zone, YYYY-MM-DD. */
export function localDay(ms: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(ms);
}

function partsOf(ms: number, calendar: string): { year: number; month: number; dayOfMonth: number } {
  const parts = formatter(calendar, { year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(ms);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  return { year: part('year'), month: part('month'), dayOfMonth: part('day') };
}

function labelOf(ms: number, calendar: string): string {
  const parts = formatter(calendar, { month: 'long', year: 'numeric' }).formatToParts(ms);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('month')} ${part('year')}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(calendar: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = calendar + JSON.stringify(options);
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en', { ...options, calendar, numberingSystem: 'latn', timeZone: 'UTC' });
    formatters.set(key, found);
  }
  return found;
}
