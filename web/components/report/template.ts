// SPDX-License-Identifier: Apache-2.0
/**
 * @file What does the playbook's own text say about these figures?
 *
 * A template is words with `{{ path | filter }}`. Paths lead to the figures of the report and nowhere else. A sentence
 * with a figure that is not known is left out: a text never shows a hole or a zero in its place. The outcome is text;
 * it is never read as markup.
 */

import type { ReportAnswer } from '../../engine/protocol.js';
import { localDay } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';

/** A text longer than this, or with more figures, is cut there: a page must not hang on a playbook. */
const MAX_CHARACTERS = 20_000;
const MAX_FIGURES = 200;
const MAX_DEPTH = 8;

type Piece = string | { path: string[]; filters: { name: string; argument: string | undefined }[] };

/** Figures by name; metrics by their id. */
export function figuresOf(report: ReportAnswer): Record<string, unknown> {
  return {
    account: report.account ?? null,
    product: report.product,
    range: report.range,
    metrics: Object.fromEntries(report.metrics.map((metric) => [metric.id, metric])),
    roi: report.roi,
    activation: report.activation,
    adoption: report.adoption,
  };
}

/** Languages fall back as messages do: the whole tag, its base, English. */
export function templateFor(templates: Readonly<Record<string, string>>, language: string): string {
  const wanted = [language, language.split('-')[0] ?? '', 'en'].find((each) =>
    Object.hasOwn(templates, each),
  );
  return wanted === undefined ? '' : (templates[wanted] ?? '');
}

export function renderTemplate(
  texts: Texts,
  template: string,
  figures: Readonly<Record<string, unknown>>,
): string {
  let budget = MAX_FIGURES;
  const said: string[] = [];
  for (const sentence of sentences(template.slice(0, MAX_CHARACTERS))) {
    let whole = '';
    let known = true;
    for (const piece of sentence) {
      if (typeof piece === 'string') {
        whole += piece;
        continue;
      }
      if (--budget < 0) return said.join('').trim();
      const shown = show(texts, piece, figures);
      if (shown === undefined) known = false;
      else whole += shown;
    }
    if (known) said.push(whole);
  }
  return said.join('').trim();
}

const SENTENCE_END = /(?:[.!?\u061f\u0964]\s|\u3002)$/;

/** Cuts after a full stop, question or exclamation mark with white space behind it, never inside braces. */
function sentences(template: string): Piece[][] {
  const all: Piece[][] = [[]];
  const add = (piece: Piece) => all[all.length - 1]?.push(piece);
  for (const token of template.split(/(\{\{.*?\}\}|\{%.*?%\})/s)) {
    if (token.startsWith('{{') && token.endsWith('}}')) {
      add(parse(token.slice(2, -2)));
    } else if (token.startsWith('{%')) {
      // Tags come with a later version; until then their sentence is left out rather than shown half.
      add({ path: [''], filters: [] });
    } else {
      for (const text of token.split(/(?<=[.!?\u061f\u0964]\s|\u3002)/)) {
        add(text);
        if (SENTENCE_END.test(text)) all.push([]);
      }
    }
  }
  return all;
}

function parse(inside: string): Piece {
  const [path = '', ...filters] = inside.split('|').map((each) => each.trim());
  return {
    path: path.split('.'),
    filters: filters.map((filter) => {
      const [name = '', argument] = filter.split(':').map((each) => each.trim());
      return { name, argument };
    }),
  };
}

function show(
  texts: Texts,
  piece: Exclude<Piece, string>,
  figures: Readonly<Record<string, unknown>>,
): string | undefined {
  const { path, filters } = piece;
  const value = lookUp(figures, path);
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  if (filters.length === 0) return typeof value === 'number' ? texts.number(value, 2) : String(value);
  let shown: string | undefined;
  for (const { name, argument } of filters) {
    shown = apply(texts, name, argument, value, figures, path);
    if (shown === undefined) return undefined;
  }
  return shown;
}

function lookUp(figures: unknown, path: readonly string[]): unknown {
  if (path.length > MAX_DEPTH) return undefined;
  let value = figures;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    if (Array.isArray(value) && name === 'length') return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function apply(
  texts: Texts,
  filter: string,
  argument: string | undefined,
  value: unknown,
  figures: Readonly<Record<string, unknown>>,
  path: readonly string[],
): string | undefined {
  if (filter === 'date') return typeof value === 'string' ? dateText(texts, value, figures) : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const digits =
    argument === undefined ? undefined : Math.min(6, Math.max(0, Number.parseInt(argument, 10) || 0));
  switch (filter) {
    case 'number':
      return texts.number(value, digits ?? (Number.isInteger(value) ? 0 : 1), digits ?? 0);
    case 'percent':
      return texts.percent(value, digits ?? 0);
    case 'percent_change':
      return texts.percentChange(value, digits ?? 1);
    case 'money':
      return texts.money(value, currencyOf(figures), Number.isInteger(value));
    case 'duration': {
      const unit = lookUp(figures, [...path.slice(0, -1), 'unit']);
      return texts.duration(value, typeof unit === 'string' && texts.isDuration(unit) ? unit : 'minutes');
    }
    default:
      return undefined;
  }
}

function dateText(
  texts: Texts,
  value: string,
  figures: Readonly<Record<string, unknown>>,
): string | undefined {
  const zone = lookUp(figures, ['range', 'zone']);
  try {
    return texts.date(localDay(value, typeof zone === 'string' ? zone : 'UTC'), 'full');
  } catch {
    return undefined;
  }
}

function currencyOf(figures: Readonly<Record<string, unknown>>): string {
  const currency = lookUp(figures, ['roi', 'currency']) ?? lookUp(figures, ['product', 'currency']);
  return typeof currency === 'string' ? currency : '';
}
