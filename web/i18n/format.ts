// SPDX-License-Identifier: Apache-2.0
/** @file How are numbers, money, times and dates written in one language? Everything by Intl, nothing by hand. */

/** Local dates stand without a zone; they are read and written as if in UTC so that no machine's zone can shift them. */
const DAY_MS = 86_400_000;

export function dayOf(date: string): Date {
  return new Date(`${date.slice(0, 10)}T00:00:00Z`);
}

export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return isoDay(new Date(dayOf(date).getTime() + days * DAY_MS));
}

export function daysBetween(from: string, to: string): number {
  return Math.round((dayOf(to).getTime() - dayOf(from).getTime()) / DAY_MS);
}

const partFormats: Record<string, Intl.DateTimeFormat> = {};

/** Year, month and day as digits. Formats are kept: making one takes as long as drawing much of a report. */
export function dateParts(date: Date, zone: string, calendar = 'gregory'): readonly string[] {
  const key = zone + calendar;
  partFormats[key] ??= new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = partFormats[key].formatToParts(date);
  return ['year', 'month', 'day'].map((type) => parts.find((each) => each.type === type)?.value ?? '');
}

/** The local calendar day of an instant, `YYYY-MM-DD`; such a day is one already. */
export function localDay(instant: string, zone: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(instant)) return instant;
  return dateParts(new Date(instant), zone).join('-');
}

export type DateStyle = 'day' | 'day_year' | 'day_long' | 'full' | 'month' | 'month_year';

const DATE_STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short' },
  day_year: { day: 'numeric', month: 'short', year: 'numeric' },
  day_long: { day: 'numeric', month: 'long' },
  full: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long' },
  month_year: { month: 'long', year: 'numeric' },
};

/** An English without a country writes days as "16 October", like most of the world's English. */
function dateLocale(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}

/** In Persian "dollar" alone is the American one; CLDR says so at full length each time. */
const US_DOLLAR_FA = /(\u062f\u0644\u0627\u0631) \u0622?\u0627?\u0645\u0631\u06cc\u06a9\u0627/;

export class Format {
  readonly locale: string;
  /** Of the months and years that dates are written in; `persian` for fa, `gregory` for most. */
  readonly calendar: string;
  readonly #numbers = new Map<string, Intl.NumberFormat>();
  readonly #dates = new Map<string, Intl.DateTimeFormat>();
  readonly #plurals: Intl.PluralRules;

  constructor(locale: string, calendar?: string) {
    this.locale = locale;
    this.calendar = calendar ?? new Intl.DateTimeFormat(locale).resolvedOptions().calendar;
    this.#plurals = new Intl.PluralRules(locale);
  }

  number(value: number, maximum = 0, minimum = 0): string {
    return this.#number(
      { maximumFractionDigits: Math.max(maximum, minimum), minimumFractionDigits: minimum },
      value,
    );
  }

  /** `0.124` is "12.4%". Without `minimum` the digits are fixed, so that figures in a column line up. */
  percent(share: number, digits = 0, minimum = digits): string {
    return this.#number(
      { style: 'percent', minimumFractionDigits: minimum, maximumFractionDigits: digits },
      share,
    );
  }

  /** `0.124` is "+12.4%", `-0.021` is a true minus and "2.1%". */
  percentChange(change: number, digits = 1): string {
    return this.#number(
      {
        style: 'percent',
        signDisplay: 'exceptZero',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      },
      change,
    );
  }

  /** The currency's own number of digits, or none where `whole` says that nothing is lost by it. */
  money(value: number, currency: string | null, whole = false): string {
    if (!currency) return this.number(value, whole ? 0 : 2);
    try {
      const persian = this.locale.startsWith('fa');
      const text = this.#number(
        {
          style: 'currency',
          currency,
          ...(whole ? { maximumFractionDigits: 0, minimumFractionDigits: 0 } : {}),
          ...(persian ? { currencyDisplay: 'name' } : {}),
        },
        value,
      );
      return persian ? text.replace(US_DOLLAR_FA, '$1') : text;
    } catch {
      // Not a code of ISO 4217: the figure still stands, with what the playbook called it.
      return `${this.number(value, 2)} ${currency}`.trim();
    }
  }

  /** Digits that a bytes figure needs: "3.4 MB". */
  bytes(size: number): string {
    const mega = size >= 1e6;
    const unit = mega ? 'megabyte' : 'kilobyte';
    return this.#number(
      { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: mega ? 1 : 0 },
      size / (mega ? 1e6 : 1e3),
    );
  }

  /** A local date, `YYYY-MM-DD`. */
  date(date: string, style: DateStyle): string {
    return this.#date(DATE_STYLES[style]).format(dayOf(date)).trim();
  }

  /** A month and year in the order of the locale; ICU writes a Persian year first, people write it last. */
  monthYear(date: string): string {
    if (this.calendar !== 'persian') return this.date(date, 'month_year');
    return `${this.date(date, 'month')} ${
      this.#date({ year: 'numeric' })
        .formatToParts(dayOf(date))
        .find((part) => part.type === 'year')?.value ?? ''
    }`;
  }

  /** From the first to the last day, both counted in. */
  dateRange(first: string, last: string, style: DateStyle = 'full'): string {
    return this.#date(DATE_STYLES[style]).formatRange(dayOf(first), dayOf(last)).trim();
  }

  plural(count: number): Intl.LDMLPluralRule {
    return this.#plurals.select(count);
  }

  #number(options: Intl.NumberFormatOptions, value: number): string {
    const key = JSON.stringify(options);
    let format = this.#numbers.get(key);
    if (!format) {
      // "negative" drops the sign of what rounds to zero; the types of ES2022 do not know it yet.
      format = new Intl.NumberFormat(this.locale, { signDisplay: 'negative' as 'auto', ...options });
      this.#numbers.set(key, format);
    }
    return format.format(value).replace(/^-/, '\u2212');
  }

  #date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    let format = this.#dates.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(dateLocale(this.locale), {
        ...options,
        timeZone: 'UTC',
        calendar: this.calendar,
      });
      this.#dates.set(key, format);
    }
    return format;
  }
}
