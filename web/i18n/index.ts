// SPDX-License-Identifier: Apache-2.0
/** @file Which words and which formats does an element use, and how do they get here one language at a time? */

import { en, type Message, type MessageKey, type Messages } from './en.js';
import { Format } from './format.js';

export type { Message, MessageKey, Messages } from './en.js';
export { Format } from './format.js';

/** English comes with the elements that say it; it also fills in what another language leaves out. */
const english: Record<string, Message> = { ...en };

/** An element brings what only it says. */
export function addEnglish(messages: Readonly<Record<string, Message>>): void {
  Object.assign(english, messages);
}

const LOADERS: Record<string, () => Promise<Partial<Messages>>> = {
  en: async () => ({}),
  fa: async () => (await import('./fa.js')).fa,
};

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);
const MINUTES_OF_UNIT: Record<string, number> = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 };
const LONG_MINUTES = 2 * 1440;

const given = new Map<string, Partial<Messages>>();
const loaded = new Map<string, Promise<Partial<Messages>>>();

export type Values = Readonly<Record<string, string | number>>;

/** The host's own words for a language; they win over ours, and may bring a language that is not ours. */
export function setMessages(locale: string, messages: Partial<Messages>): void {
  given.set(locale, { ...given.get(locale), ...messages });
}

/** Message texts and formats of one language. */
export class Texts extends Format {
  readonly language: string;
  readonly dir: 'ltr' | 'rtl';
  readonly #messages: Partial<Messages>;

  constructor(locale: string, messages: Partial<Messages>, calendar?: string) {
    super(locale, calendar);
    this.language = locale;
    this.dir = RIGHT_TO_LEFT.has(baseOf(locale)) ? 'rtl' : 'ltr';
    this.#messages = messages;
  }

  /** Numbers among the values are written in the digits of the language. */
  t(key: MessageKey, values: Values = {}): string {
    const message: Message = this.#messages[key] ?? english[key] ?? '';
    return fill(typeof message === 'string' ? message : this.#form(message, values), (name) => {
      const value = values[name];
      return typeof value === 'number' ? this.number(value) : (value ?? '');
    });
  }

  /** "45 s", "24 min", "1 h 24 m", from two days on "12.4 days". */
  duration(value: number, unit = 'minutes'): string {
    const minutes = Math.abs(value * (MINUTES_OF_UNIT[unit] ?? 1));
    const sign = value < 0 ? '\u2212' : '';
    if (minutes >= LONG_MINUTES) return sign + this.#days(minutes / 1440);
    if (minutes > 0 && minutes < 1) return sign + this.t('seconds', { count: Math.round(minutes * 60) });
    const whole = Math.round(minutes);
    if (whole < 60) return sign + this.t('minutes', { count: whole });
    const rest = whole % 60;
    if (rest === 0) return sign + this.t('hours', { count: whole / 60 });
    return (
      sign + this.t('hours_minutes', { h: Math.floor(whole / 60), m: this.#twoDigits(rest, whole >= 60) })
    );
  }

  /**
   * How far apart two durations are, as their written figures say: what stands on the page adds up. Each is rounded as
   * `duration` writes it, and the difference is written in the same unit.
   */
  durationBetween(a: number, b: number, unit = 'minutes'): { text: string; zero: boolean } {
    const factor = MINUTES_OF_UNIT[unit] ?? 1;
    const [first, second] = [a * factor, b * factor];
    if (first >= LONG_MINUTES && second >= LONG_MINUTES) {
      const tenths = Math.abs(Math.round(first / 144) - Math.round(second / 144));
      return { text: this.#days(tenths / 10), zero: tenths === 0 };
    }
    const step = first < 1 && second < 1 ? 1 / 60 : 1;
    const difference = Math.abs(Math.round(first / step) - Math.round(second / step)) * step;
    return { text: this.duration(difference), zero: difference === 0 };
  }

  isDuration(unit: string): boolean {
    return Object.hasOwn(MINUTES_OF_UNIT, unit);
  }

  /** Exact hours and minutes, also of many hours: "116 h 48 m". For sums that must add up. */
  hoursMinutes(minutes: number): string {
    if (minutes < 60) return this.t('minutes', { count: minutes });
    return this.t('hours_minutes', { h: Math.floor(minutes / 60), m: this.#twoDigits(minutes % 60, true) });
  }

  #twoDigits(value: number, pad: boolean): string {
    return new Intl.NumberFormat(this.locale, { minimumIntegerDigits: pad ? 2 : 1 }).format(value);
  }

  #days(days: number): string {
    const rounded = Math.round(days * 10) / 10;
    const message: Message = this.#messages.day_count ?? en.day_count;
    const form = typeof message === 'string' ? message : this.#form(message, { count: rounded });
    return fill(form, () => this.number(rounded, 1, 1));
  }

  #form(message: Exclude<Message, string>, values: Values): string {
    const count = Number(values['count'] ?? 0);
    return this.plural(count) === 'one' ? message.one : message.other;
  }
}

function fill(message: string, value: (name: string) => string): string {
  return message.replace(/\{(\w+)\}/g, (_, name: string) => value(name));
}

function baseOf(locale: string): string {
  return locale.toLowerCase().split('-')[0] ?? locale;
}

/** The wanted language if we have words for it, else English. Never rejects: texts that do not load are English. */
export async function loadTexts(wanted: string, calendar?: string): Promise<Texts> {
  const locale = usable(wanted);
  const own = { ...given.get(baseOf(locale)), ...given.get(locale) };
  const loader = LOADERS[baseOf(locale)];
  if (!loader && Object.keys(own).length === 0) return new Texts('en', {}, calendar);
  const language = baseOf(locale);
  let messages = loaded.get(language);
  if (!messages) {
    messages = loader ? loader() : Promise.resolve({});
    loaded.set(language, messages);
  }
  try {
    return new Texts(locale, { ...(await messages), ...own }, calendar);
  } catch {
    // A text file that did not come: forgotten, so that the next element tries again.
    loaded.delete(language);
    return new Texts('en', {}, calendar);
  }
}

/** A language tag that Intl takes; whatever it refuses is English. */
function usable(wanted: string): string {
  try {
    return Intl.getCanonicalLocales(wanted.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}
