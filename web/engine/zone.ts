// SPDX-License-Identifier: Apache-2.0
/** @file When does a zone's offset from UTC change? Asked of Intl, since the core holds no zone database. */

import { PayoffError } from './error.js';
import type { ZoneChange } from './protocol.js';

const DAY_MS = 86_400_000;
/** No zone has changed its offset and changed it back within a week since 1970. */
const STEP_MS = 7 * DAY_MS;

/** Offset in seconds at an instant: of a name that Intl knows in exactly this spelling. */
export function offsetReader(name: string): (atMs: number) => number {
  const unknown = (): PayoffError =>
    new PayoffError(
      'unknown_zone',
      `"${name}" is no IANA zone known here; names look like "Europe/Berlin" or "UTC"`,
      '/zone',
    );
  // Intl also takes "+02:00" and any case; the system's zone database, which the native program reads, does not.
  if (!/^[A-Za-z]/.test(name)) throw unknown();
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw unknown();
  }
  const resolved = format.resolvedOptions().timeZone;
  if (resolved !== name && resolved.toLowerCase() === name.toLowerCase()) throw unknown();

  return (atMs) => {
    // "11/21/2026, 23:05:07"
    const [month, day, year, hour, minute, second] = format.format(atMs).split(/\D+/).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const wholeSeconds = Math.floor(atMs / 1000);
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - wholeSeconds;
  };
}

/**
 * Changes of offset over [fromMs, toMs], ascending. The first entry stands at `fromMs` and holds for all time before
 * it too. About 53 look-ups a year and 20 more for each change.
 * @throws PayoffError unknown_zone
 */
export function zoneChanges(name: string, fromMs: number, toMs: number): ZoneChange[] {
  const offsetAt = offsetReader(name);
  const first = Math.floor(fromMs / 1000) * 1000;
  let before = offsetAt(first);
  const changes: ZoneChange[] = [{ at_ms: first, offset_seconds: before }];
  for (let left = first; left < toMs; left += STEP_MS) {
    const right = Math.min(left + STEP_MS, Math.ceil(toMs / 1000) * 1000);
    const after = offsetAt(right);
    if (after !== before) {
      // Bisected to the second: changes fall on whole seconds.
      let low = left / 1000;
      let high = right / 1000;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offsetAt(middle * 1000) === before) low = middle;
        else high = middle;
      }
      changes.push({ at_ms: high * 1000, offset_seconds: after });
      before = after;
    }
  }
  return changes;
}

interface Span {
  fromMs: number;
  toMs: number;
}

/** Beyond these no row is accepted (1970 to 2200), give or take the margins. */
const EARLIEST_MS = Date.UTC(1968, 0, 1);
const LATEST_MS = Date.UTC(2204, 0, 1);

/** What the tables of one engine cover; grows with the data and the questions. */
export class ZoneTables {
  readonly #spans = new Map<string, Span>();
  readonly #add: (name: string, changes: ZoneChange[]) => void;

  constructor(add: (name: string, changes: ZoneChange[]) => void) {
    this.#add = add;
  }

  /** Whole years around the span, and at least one more on both sides. A zone that nobody knows is left to the core to name. */
  cover(name: string, { fromMs, toMs }: Span): void {
    if (name === 'UTC') return;
    const known = this.#spans.get(name);
    if (known && known.fromMs <= clamp(fromMs) && clamp(toMs) <= known.toMs) return;
    const from = Math.min(startOfYear(fromMs, -1), known?.fromMs ?? LATEST_MS);
    const to = Math.max(startOfYear(toMs, 2), known?.toMs ?? EARLIEST_MS);
    let changes: ZoneChange[];
    try {
      changes = zoneChanges(name, from, to);
    } catch (error) {
      if (error instanceof PayoffError) return;
      throw error;
    }
    this.#add(name, changes);
    this.#spans.set(name, { fromMs: from, toMs: to });
  }
}

function clamp(ms: number): number {
  return Math.min(Math.max(ms, EARLIEST_MS), LATEST_MS);
}

function startOfYear(ms: number, years: number): number {
  return clamp(Date.UTC(new Date(clamp(ms)).getUTCFullYear() + years, 0, 1));
}
