// SPDX-License-Identifier: Apache-2.0
/** @file Which assumptions may the customer put a figure of their own in for, and what did they write? */

import { html, nothing, type TemplateResult } from 'lit';
import type { Assumption } from '../../engine/playbook.js';
import type { RoiOverrides } from '../../engine/protocol.js';
import type { Texts } from '../../i18n/index.js';
import { icon } from '../shared/icons.js';
import { heading } from '../shared/parts.js';
import { MOST, MOST_MINUTES } from './remembered.js';
import type { ReportView } from './view.js';

interface Field {
  /** The rule's id; null: what an hour costs. */
  rule: string | null;
  kind: 'minutes' | 'value' | 'rate';
  label: string;
  now: number;
  /** As the playbook has it. */
  first: number | undefined;
}

export interface Editor {
  open: boolean;
  /** Fields by their place, with what is wrong in them. */
  wrong: ReadonlyMap<number, string>;
  toggle(): void;
  apply(form: HTMLFormElement): void;
  reset(): void;
}

/** Sums of a property are measured, not assumed: they are not in here. */
export function fieldsOf(texts: Texts, view: ReportView): Field[] {
  const audit = view.report.roi?.audit ?? [];
  const rules = view.playbook.roi?.rules ?? [];
  const fields: Field[] = audit.flatMap((row) => {
    const each = row.minutes_each ?? row.value_each;
    if (!each) return [];
    const { minutes_saved, value } = rules.find(({ id }) => id === row.rule) ?? {};
    return {
      rule: row.rule,
      kind: row.minutes_each ? 'minutes' : 'value',
      label: row.label || row.rule,
      now: each.expected,
      first: expectedOf(minutes_saved ?? value),
    };
  });
  const rate = audit.find((row) => row.hourly_cost)?.hourly_cost;
  return rate
    ? [
        ...fields,
        {
          rule: null,
          kind: 'rate',
          label: texts.t('own_rate'),
          now: rate.expected,
          first: expectedOf(view.playbook.roi?.hourly_cost),
        },
      ]
    : fields;
}

/** A playbook may write one number for all three guesses. */
function expectedOf(each: Assumption | { prop: string } | undefined): number | undefined {
  if (typeof each === 'number') return each;
  return each && 'expected' in each ? each.expected : undefined;
}

export function assumptionsForm(
  texts: Texts,
  view: ReportView,
  fields: readonly Field[],
  editor: Editor,
  level: number,
): TemplateResult {
  const { currency } = view.report.roi ?? {};
  const unit = (field: Field) =>
    field.kind === 'minutes'
      ? texts.t('own_minutes')
      : texts.t(field.kind === 'rate' ? 'own_hour' : 'own_value', {
          currency: currencyName(texts, currency),
        });
  const provider = view.report.product.name || texts.t('provider');
  const row = (field: Field, at: number) => {
    const wrong = editor.wrong.get(at);
    const hint =
      field.first !== undefined && field.first !== field.now
        ? texts.t('own_first', { product: provider, value: texts.number(field.first, 2) })
        : '';
    return html`<div class="field"><label for="own-${at}"><bdi>${field.label}</bdi></label>
      <input class="input" id="own-${at}" name=${at} inputmode="decimal" autocomplete="off" maxlength="20" .value=${texts.number(field.now, 2)} aria-invalid=${wrong ? 'true' : nothing} aria-describedby="own-unit-${at} own-say-${at}">
      <span class="small" id="own-unit-${at}">${unit(field)}</span>
      <p class="cap say ${wrong ? 'bad' : ''}" id="own-say-${at}">${wrong ? html`${icon.info}${wrong}` : hint}</p></div>`;
  };
  return html`<form class="own noprint" id="own" part="assumptions" novalidate @submit=${(event: Event) => {
    event.preventDefault();
    editor.apply(event.currentTarget as HTMLFormElement);
  }} @keydown=${(event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // The key is used up: a dialog of the host around it stays open.
    event.preventDefault();
    editor.toggle();
  }}>
    ${heading(level, { class: 'h' }, texts.t('own_title'))}<p class="small measure">${texts.t('own_text')}</p>
    ${fields.map(row)}
    <div class="row"><button class="btn primary" type="submit">${texts.t('own_apply')}</button>
      <button class="btn quiet" type="button" @click=${() => editor.toggle()}>${texts.t('own_cancel')}</button></div></form>`;
}

/** "US dollars", where the code is one that Intl knows. */
function currencyName({ locale }: Texts, currency: string | null | undefined): string {
  try {
    const options = { style: 'currency', currency: currency ?? '', currencyDisplay: 'name' } as const;
    const parts = new Intl.NumberFormat(locale, options).formatToParts(2);
    return parts.find(({ type }) => type === 'currency')?.value ?? '';
  } catch {
    return currency ?? '';
  }
}

export type Written = { overrides: RoiOverrides; changed: boolean } | { wrong: Map<number, string> };

/**
 * What the form says, laid over the overrides in use. A figure of one's own has no low and no high beside it. What was
 * not touched stays as it was, and the playbook's own figure, written again, is the playbook's again.
 */
export function readForm(
  texts: Texts,
  fields: readonly Field[],
  form: HTMLFormElement,
  current: RoiOverrides,
): Written {
  const written = new FormData(form);
  const wrong = new Map<number, string>();
  const rules = new Map(Object.entries(current.rules ?? {}));
  let { hourly_cost } = current;
  let changed = false;
  fields.forEach((field, at) => {
    const text = String(written.get(String(at)) ?? '').trim();
    if (text === texts.number(field.now, 2)) return;
    const figure = parseFigure(texts.locale, text);
    const most = field.kind === 'minutes' ? MOST_MINUTES : MOST;
    if (figure === undefined || figure > most) {
      wrong.set(at, texts.t('own_wrong', { most, example: texts.number(1.5, 1) }));
      return;
    }
    changed = true;
    const each = figure === field.first ? undefined : { low: figure, expected: figure, high: figure };
    if (field.rule === null) hourly_cost = each;
    else if (!each) rules.delete(field.rule);
    else rules.set(field.rule, field.kind === 'minutes' ? { minutes_saved: each } : { value: each });
  });
  if (wrong.size > 0) return { wrong };
  const overrides = {
    ...(hourly_cost && { hourly_cost }),
    ...(rules.size > 0 && { rules: Object.fromEntries(rules) }),
  };
  return { overrides, changed };
}

/** A figure as people of the language write it, or as a computer does; undefined: neither. */
export function parseFigure(locale: string, text: string): number | undefined {
  const format = new Intl.NumberFormat(locale, { useGrouping: false });
  const digits = Array.from({ length: 10 }, (_, digit) => format.format(digit));
  const parts = new Intl.NumberFormat(locale).formatToParts(1_234_567.8);
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  let plain = '';
  for (const each of text.replace(/[\s\u200e\u200f\u2066-\u2069]/g, '')) {
    const digit = digits.indexOf(each);
    if (digit >= 0) plain += digit;
    else if (/\d/.test(each)) plain += each;
    else if (each === sign('group')) plain += 'g';
    else if (each === sign('decimal')) plain += 'd';
    else plain += /[.,]/.test(each) ? 'd' : 'x';
  }
  const whole = /^(\d+|\d{1,3}(?:g\d{2,3})*g\d{3})(?:d(\d+))?$/.exec(plain);
  if (whole) return Number(`${whole[1]?.replaceAll('g', '')}.${whole[2] ?? 0}`);
  // "1,5" in English and "1.5" in German cannot be thousands.
  return /^\d+g\d{1,2}$/.test(plain) ? Number(plain.replace('g', '.')) : undefined;
}
