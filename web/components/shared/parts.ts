// SPDX-License-Identifier: Apache-2.0
/** @file Which pieces of markup do several elements draw the same way? */

import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../../i18n/index.js';
import { icon } from './icons.js';

export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6;

interface HeadingOptions {
  class: string;
  id?: string;
  part?: string;
  /** Can be focused by the element (not by the tab key), so that focus has a place to go. */
  focusable?: boolean;
}

/** A real heading of a level that is only known at run time; deeper than 6 stays 6. */
export function heading(level: number, options: HeadingOptions, content: unknown): TemplateResult {
  const id = options.id ?? nothing;
  const part = options.part ?? nothing;
  const tab = options.focusable ? '-1' : nothing;
  switch (level) {
    case 1:
      return html`<h1 class=${options.class} id=${id} part=${part} tabindex=${tab}>${content}</h1>`;
    case 2:
      return html`<h2 class=${options.class} id=${id} part=${part} tabindex=${tab}>${content}</h2>`;
    case 3:
      return html`<h3 class=${options.class} id=${id} part=${part} tabindex=${tab}>${content}</h3>`;
    case 4:
      return html`<h4 class=${options.class} id=${id} part=${part} tabindex=${tab}>${content}</h4>`;
    case 5:
      return html`<h5 class=${options.class} id=${id} part=${part} tabindex=${tab}>${content}</h5>`;
    default:
      return html`<h6 class=${options.class} id=${id} part=${part} tabindex=${tab}>${content}</h6>`;
  }
}

/** One bar, filled from the start of the line. Decoration: figures and roles stand beside it. */
export function bar(share: number, part?: string): TemplateResult {
  const width = `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%`;
  return html`<svg class="bar flip" part=${part ?? nothing} preserveAspectRatio="none" aria-hidden="true"><rect width=${width} height="100%"/></svg>`;
}

/** What is not known is a dash for the eye and words for the ear; it is never a zero. */
export function unknown(texts: Texts): TemplateResult {
  return html`<span aria-hidden="true">\u2013</span><span class="sr">${texts.t('not_known')}</span>`;
}

export interface Column {
  text: string;
  number?: boolean;
}

/** The figures behind a chart, one click away. The first cell of a row is its heading. */
export function tableUnder(
  texts: Texts,
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
): TemplateResult {
  const cell = (column: Column | undefined) => (column?.number ? 'r' : '');
  return html`<details class="more"><summary>${icon.chev}${texts.t('show_table')}<span class="sr">: ${caption}</span></summary>
    <div class="scroll" tabindex="0" role="group" aria-label=${caption}><table class="tbl tight"><caption class="sr">${caption}</caption>
      <thead><tr>${columns.map((column) => html`<th scope="col" class=${cell(column)}>${column.text}</th>`)}</tr></thead>
      <tbody>${rows.map(
        ([first, ...rest]) =>
          html`<tr><th scope="row">${first}</th>${rest.map((value, at) => html`<td class=${cell(columns[at + 1])}>${value}</td>`)}</tr>`,
      )}</tbody></table></div></details>`;
}
