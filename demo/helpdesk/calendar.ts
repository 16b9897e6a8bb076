// SPDX-License-Identifier: Apache-2.0
/**
 * @file When do people work, and when is there much to do?
 *
 * A day is a number: days since 1970-01-01 on the wall of the account's office. No clock is read and no zone
 * database: these zones follow one of two rules for summer time, or none.
 */

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

export interface Zone {
  name: string;
  /** East of Greenwich, in winter. */
  offset_minutes: number;
  summer: 'none' | 'eu' | 'us';
}

export const ZONES: readonly (Zone & { weight: number })[] = [
  { name: 'Europe/Berlin', offset_minutes: 60, summer: 'eu', weight: 38 },
  { name: 'Europe/London', offset_minutes: 0, summer: 'eu', weight: 16 },
  { name: 'Europe/Athens', offset_minutes: 120, summer: 'eu', weight: 6 },
  { name: 'America/New_York', offset_minutes: -300, summer: 'us', weight: 17 },
  { name: 'America/Los_Angeles', offset_minutes: -480, summer: 'us', weight: 8 },
  { name: 'America/Sao_Paulo', offset_minutes: -180, summer: 'none', weight: 4 },
  { name: 'Asia/Kolkata', offset_minutes: 330, summer: 'none', weight: 8 },
  { name: 'Asia/Tokyo', offset_minutes: 540, summer: 'none', weight: 3 },
];

export const BERLIN = ZONES[0] as Zone;

/** The day that a date such as 2026-11-01 names. */
export function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** The date that a day is, YYYY-MM-DD. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function dayOfMonth(day: number): number {
  return new Date(day * DAY_MS).getUTCDate();
}

/** The same day of the month, so many months on; the 29th to 31st become the 28th. */
export function monthsAfter(day: number, months: number): number {
  const date = new Date(day * DAY_MS);
  return (
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(28, date.getUTCDate())) / DAY_MS
  );
}

export function lastOfMonth(day: number, months = 0): number {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0) / DAY_MS;
}

/** 0 is Sunday. */
export function weekday(day: number): number {
  return (day + 4) % 7;
}

/** The n-th Sunday of a month, from 1; -1 is the last. */
function sunday(year: number, month: number, n: number): number {
  if (n < 0) {
    const last = Date.UTC(year, month + 1, 0) / DAY_MS;
    return last - weekday(last);
  }
  const first = Date.UTC(year, month, 1) / DAY_MS;
  return first + ((7 - weekday(first)) % 7) + 7 * (n - 1);
}

/** What the zone's clocks are ahead of UTC by on a day, from 3 o'clock on. */
export function offsetMinutes(zone: Zone, day: number): number {
  if (zone.summer === 'none') return zone.offset_minutes;
  const [begin, end] = summerOf(new Date(day * DAY_MS).getUTCFullYear(), zone.summer);
  return zone.offset_minutes + (day >= begin && day < end ? 60 : 0);
}

const summers = new Map<string, readonly [number, number]>();

function summerOf(year: number, rule: 'eu' | 'us'): readonly [number, number] {
  const key = `${rule}${year}`;
  let found = summers.get(key);
  if (!found) {
    found =
      rule === 'eu' ? [sunday(year, 2, -1), sunday(year, 9, -1)] : [sunday(year, 2, 2), sunday(year, 10, 1)];
    summers.set(key, found);
  }
  return found;
}

/** The instant of a minute on the office's wall (days x 1440 + minutes), from 3 o'clock on. */
export function instantOf(zone: Zone, minute: number): number {
  return (minute - offsetMinutes(zone, Math.floor(minute / DAY_MINUTES))) * MINUTE_MS;
}

const OPEN = 9 * 60;
const CLOSE = 18 * 60;

const HOLIDAYS = new Set(['12-24', '12-25', '12-26', '12-31', '01-01']);
const workdays = new Map<number, boolean>();

export function isWorkday(day: number): boolean {
  let found = workdays.get(day);
  if (found === undefined) {
    found = weekday(day) % 6 !== 0 && !HOLIDAYS.has(dateOf(day).slice(5));
    workdays.set(day, found);
  }
  return found;
}

export function nextWorkday(day: number): number {
  let next = day;
  while (!isWorkday(next)) next++;
  return next;
}

/** The minute at which so much office time has passed since another minute: nobody answers at night. */
export function afterOfficeMinutes(minute: number, office_minutes: number): number {
  let day = Math.floor(minute / DAY_MINUTES);
  let from = Math.max(minute - day * DAY_MINUTES, OPEN);
  let left = office_minutes;
  for (;;) {
    if (isWorkday(day)) {
      const today = CLOSE - from;
      if (left < today) return day * DAY_MINUTES + from + left;
      left -= Math.max(0, today);
    }
    day++;
    from = OPEN;
  }
}

/** How much comes in on a day, against an ordinary workday: weekends, Christmas, summer, the sales of November. */
export function season(day: number): number {
  const on = weekday(day);
  const week = on === 0 ? 0.12 : on === 6 ? 0.22 : on === 1 ? 1.2 : on === 5 ? 0.9 : 1;
  const date = dateOf(day).slice(5);
  if (date >= '12-22' || date <= '01-02') return week * 0.3;
  if (date >= '07-15' && date <= '08-31') return week * 0.78;
  if (date >= '11-15' && date <= '12-12') return week * 1.18;
  return week;
}
