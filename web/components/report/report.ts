// SPDX-License-Identifier: Apache-2.0
/** @file What was the product worth to this account in a period, and against what it cost? */

import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { chartStyles } from '../../charts/charts.styles.js';
import type { PayoffContext } from '../../engine/context.js';
import type { PayoffError } from '../../engine/error.js';
import type { Playbook, RoiOverrides } from '../../engine/protocol.js';
import { enReport } from '../../i18n/en_report.js';
import { localDay } from '../../i18n/format.js';
import { addEnglish, type Texts } from '../../i18n/index.js';
import type { Adoption, AhaProgress } from '../shared/answers.js';
import { base } from '../shared/base.styles.js';
import { PayoffElement } from '../shared/element.js';
import { icon } from '../shared/icons.js';
import { heading, unknown } from '../shared/parts.js';
import type { StepEventDetail } from '../shared/step_event.js';
import { tokens } from '../shared/tokens.styles.js';
import { adoption } from './adoption.js';
import { askFirstMonth, questionFor, toldRateSource } from './asking.js';
import { type Editor, fieldsOf, readForm } from './assumptions.js';
import { hero } from './hero.js';
import { goal, nextStep } from './next.js';
import { method, notes } from './notes.js';
import { calendarFor, neighbour, type Period, periodName, periodTitle, wantedPeriod } from './period.js';
import { isEmpty, keepOwnFigures, ownFigures } from './remembered.js';
import { reportStyles } from './report.styles.js';
import { sources } from './sources.js';
import { figuresOf, renderTemplate, templateFor } from './template.js';
import { tiles } from './tiles.js';
import {
  type FirstReport,
  figureText,
  isBlank,
  labelOf,
  type Names,
  namesOf,
  type ReportView,
} from './view.js';

addEnglish(enReport);

/** Days as local dates; `to` is not counted in. */
export interface PeriodEventDetail {
  from: string;
  to: string;
}

export interface ExportEventDetail {
  format: 'print';
}

/** All of the customer's own assumptions; empty after going back to the playbook's. */
export interface AssumptionsEventDetail {
  overrides: RoiOverrides;
}

/**
 * What an account got out of a product in a month: time saved, value against cost, headline figures, and the sum that
 * leads to them.
 *
 * @element payoff-report
 * @attr {"last-month"|"this-month"|string} period - Or a month, `2018-07`; `1405-07` is a Persian one. Default: last-month.
 * @attr from - First day, `YYYY-MM-DD`; with `to` it takes the place of `period`.
 * @attr to - The day after the last.
 * @attr calendar - A calendar for months and dates other than the language's own, such as `gregory`.
 * @attr {"local"} remember - Keeps the customer's own assumptions in this browser, by account, until `signOut()`. Without it nothing is stored.
 * @attr locale - Language tag, or `auto` (default): the Payoff's, else the nearest `lang`, else the browser's.
 * @attr heading-level - Level of the title, 2 by default.
 * @attr data-theme - `light`, `dark` or `auto`; without it the inherited `color-scheme` decides.
 * @attr {"empty"|"loading"|"ready"|"failed"} state - Reflected; to be read.
 * @prop payoff - The Payoff to ask; without it the page's own.
 * @prop {RoiOverrides} overrides - The customer's own assumptions, where the host keeps them; they go before remembered ones.
 * @fires {CustomEvent<PeriodEventDetail>} payoff-period - A person chose an earlier or later period. Cancelable.
 * @fires {CustomEvent<ExportEventDetail>} payoff-export - A person asked for the print. Cancelable.
 * @fires {CustomEvent<AssumptionsEventDetail>} payoff-assumptions - A person changed an assumption or went back to the playbook's. Cancelable: then the report stays as it is.
 * @fires {CustomEvent<StepEventDetail>} payoff-step - A person opened, set aside or took up the next best step. Cancelable.
 * @csspart base, card, header, toolbar, hero, figure, chart, tiles, tile, sources, assumptions, adoption, goal, next, method
 * @slot title - In place of the name of the period.
 * @slot toolbar - More buttons beside the period's.
 * @slot before - Above the figures.
 * @slot after - Above the method.
 * @slot empty - In place of what is shown when there is nothing to report.
 * @slot error - In place of what is shown after a failure.
 * @cssprop --payoff-accent - The brand's colour; its lightness is clamped so that text on it stays readable.
 * @cssprop --payoff-font - Font stack.
 * @cssprop --payoff-radius - Corner radius of the card; smaller radii follow it.
 */
export class PayoffReport extends PayoffElement<ReportView> {
  static override styles = [tokens, base, chartStyles, reportStyles];
  static override properties: PropertyDeclarations = {
    period: {},
    from: {},
    to: {},
    calendar: {},
    remember: {},
    overrides: { attribute: false },
    editing: { state: true },
    wrong: { state: true },
    setAside: { state: true },
  };

  declare period: string;
  declare from: string;
  declare to: string;
  declare calendar: string;
  declare remember: string;
  declare overrides: RoiOverrides | undefined;

  /** The form for the customer's own assumptions is open. */
  declare private editing: boolean;
  declare private wrong: Editor['wrong'];
  declare private setAside: readonly string[];

  /** What a person wrote here, and of which account; the host's property and what is remembered come after it. */
  #own: { of: PayoffContext; overrides: RoiOverrides } | undefined;
  /** Where focus goes after the next drawing: a selector. */
  #focusNext = '';
  /** What is shown or on its way; undefined until it is known which day it is where the account is. */
  #period: Period | undefined;
  #today = '';
  /** A person has left the period that the attributes named. */
  #moved = false;
  /** A whole report was drawn before. */
  #isWarm = false;

  constructor() {
    super();
    this.period = 'last-month';
    this.from = '';
    this.to = '';
    this.calendar = '';
    this.remember = '';
    this.overrides = undefined;
    this.editing = false;
    this.wrong = new Map();
    this.setAside = [];
  }

  protected override calendarOf(): string | undefined {
    return this.calendar || calendarFor(this);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const asked =
      changed.has('period') || changed.has('from') || changed.has('to') || changed.has('calendar');
    if (asked && this.hasUpdated) {
      this.#period = undefined;
      this.#moved = false;
      this.ask();
    } else if (
      this.hasUpdated &&
      changed.has('overrides') &&
      !same(changed.get('overrides'), this.overrides)
    ) {
      this.#own = undefined;
      this.ask(true);
    }
    super.willUpdate(changed);
  }

  protected override updated(_changed: PropertyValues<this>): void {
    if (!this.#focusNext) return;
    this.renderRoot.querySelector<HTMLElement>(this.#focusNext)?.focus();
    this.#focusNext = '';
  }

  protected override async fetchAnswer(payoff: PayoffContext): Promise<ReportView> {
    const [texts, playbook] = await Promise.all([this.loadLanguage(), payoff.playbook()]);
    const zone = payoff.zone ?? playbook.time?.zone ?? 'UTC';
    this.#today = localDay(payoff.asOf, zone);
    this.#period ??= wantedPeriod(this, this.#today, texts.calendar);
    const period = this.#period;
    const previous = neighbour(period, -1, texts.calendar);
    const own = this.#ownOf(payoff, playbook);
    const question = questionFor(period, previous, texts.calendar);
    const report = await payoff.ask(own ? { ...question, overrides: own } : question);
    // Only what the core has taken, so that a reload cannot bring back what it refuses.
    if (this.remember === 'local' && this.#own?.of === payoff) keepOwnFigures(payoff, this.#own.overrides);
    const nothing = isBlank(report);
    const first =
      nothing && !this.#moved && period.month
        ? await askFirstMonth(payoff, texts.calendar, this.#today).catch(() => undefined)
        : undefined;
    const cost = playbook.roi?.hourly_cost;
    const rateSource =
      toldRateSource(report) ?? (typeof cost === 'object' ? cost.source : undefined) ?? 'vendor';
    const view = { report, playbook, own, period, previous, rateSource, first };
    if (!this.#isWarm && !nothing) {
      // Drawing for the first time compiles what draws and makes its formats. That takes as long as all the rest, so it is
      // done for nothing here, in a task of its own: together they would hold the page for more than 50 ms.
      this.#isWarm = true;
      this.renderAnswer(texts, view);
      await new Promise((done) => setTimeout(done));
    }
    return view;
  }

  #ownOf(payoff: PayoffContext, playbook: Playbook): RoiOverrides | undefined {
    const own =
      this.#own?.of === payoff
        ? this.#own.overrides
        : (this.overrides ?? (this.remember === 'local' ? ownFigures(payoff, playbook) : undefined));
    return own && !isEmpty(own) ? own : undefined;
  }

  protected override isEmpty(view: ReportView): boolean {
    return isBlank(view.report);
  }

  // ---- shapes

  protected override renderFailed(texts: Texts, error: PayoffError): TemplateResult {
    const period = this.#period;
    const title = period
      ? texts.t('report_failed', { period: periodTitle(texts, period) })
      : texts.t('report_failed_plain');
    return this.failedCard(texts, error, title);
  }

  protected override renderLoading(texts: Texts): TemplateResult {
    const tile = html`<div class="kpi"><span class="sk w60"></span><span class="sk w45 mid"></span><span class="sk w80"></span></div>`;
    const header = this.#period
      ? this.#header(texts, this.#period)
      : html`<div class="rp-head" aria-hidden="true"><div class="stack"><span class="sk w45"></span><span class="sk w80 mid"></span></div></div>`;
    return this.#frame(
      texts,
      texts.t('report_loading'),
      header,
      html`<div class="hero" aria-hidden="true"><div><span class="sk w20"></span><span class="sk w45 big"></span>${this.loadProgress(texts) || html`<span class="sk w60"></span>`}<span class="sk plot-h"></span></div>
        <div><span class="sk w30"></span><span class="sk w45 big"></span><span class="sk w80"></span><span class="sk plot-h"></span></div></div>
      <div class="numbers" aria-hidden="true"><div class="kpis c4">${[tile, tile, tile, tile]}</div></div>`,
    );
  }

  protected override renderAnswer(texts: Texts, view: ReportView): TemplateResult {
    const names = namesOf(texts, view);
    const status = texts.t(view.own ? 'report_shown_own' : 'report_shown', { period: names.title });
    const { report } = view;
    if (this.isEmpty(view)) {
      return view.first
        ? this.#frame(texts, '', '', this.#renderFirst(texts, view.first, report.product.currency))
        : this.#frame(
            texts,
            status,
            this.#header(texts, view.period, report.product.name),
            this.#renderNothing(texts, names),
          );
    }
    const text = renderTemplate(texts, templateFor(report.texts, texts.language), figuresOf(report));
    return this.#frame(
      texts,
      status,
      this.#header(texts, view.period, report.product.name, text),
      this.#renderBody(texts, view, names),
    );
  }

  /** One shape for loading and ready, so that the buttons of the header stay the same and keep the focus. */
  #frame(texts: Texts, status: string, header: unknown, body: TemplateResult): TemplateResult {
    const loading = this.state === 'loading' && this.slow;
    return html`<article class="pf ${loading ? 'loading' : ''}" part="base" aria-labelledby=${loading && !this.#period ? nothing : 'title'} aria-busy=${this.busy} lang=${texts.language} dir=${texts.dir}>
      <div class="card" part="card"><span class="sr" role="status">${status}</span>${header}${body}</div></article>`;
  }

  #renderBody(texts: Texts, view: ReportView, names: Names): TemplateResult {
    const level = this.headingLevel + 1;
    const { report } = view;
    const part = (draw: () => TemplateResult | '') => this.#part(texts, draw);
    return html`${notes(texts, view, names)}<slot name="before"></slot>
      ${part(() => hero(texts, view, names, level))}${part(() => tiles(texts, view, names, level))}
      ${part(() => sources(texts, view, level, this.#editor(texts, view)))}
      ${part(() => adoption(texts, report.adoption as Adoption | null, report.range.zone, level))}
      <div class="ends">${part(() => goal(texts, view, report.aha as AhaProgress | null, level))}
      ${part(() => nextStep(texts, view, level, { skipped: this.setAside, act: (...each) => this.#act(...each) }))}</div>
      <slot name="after"></slot>${method(texts, view, names)}`;
  }

  /** A part in a shape that is not known here does not take the others down. */
  #part(texts: Texts, draw: () => TemplateResult | ''): TemplateResult | '' {
    try {
      return draw();
    } catch (error) {
      console.warn(error);
      return html`<p class="note-bar">${icon.info}<span>${texts.t('part_failed')}</span></p>`;
    }
  }

  /** While it is loading there is no product yet, and room for it. */
  #header(texts: Texts, period: Period, product?: string, text = ''): TemplateResult {
    const name =
      product === undefined
        ? html`<span class="sk w30" aria-hidden="true"></span>`
        : html`<p class="small"><bdi>${product}</bdi></p>`;
    return html`<header class="rp-head" part="header"><div class="stack"><p class="label">${texts.t('report_label')}</p>
        ${heading(this.headingLevel, { class: 'title', id: 'title', focusable: true }, html`<slot name="title">${periodTitle(texts, period)}</slot>`)}
        ${product === '' ? '' : name}</div>${this.#toolbar(texts, period)}
      ${text ? html`<p class="sub measure text">${text}</p>` : ''}</header>`;
  }

  #toolbar(texts: Texts, period: Period): TemplateResult {
    const earlier = neighbour(period, -1, texts.calendar);
    const later = neighbour(period, 1, texts.calendar);
    const title = (each: Period) => periodTitle(texts, each);
    const name = (each: Period) => periodName(texts, each, period);
    return html`<div class="row noprint" part="toolbar" role="group" aria-label=${texts.t('report_toolbar')}>
      <button class="btn sm" type="button" aria-label=${texts.t('report_previous', { period: title(earlier) })} @click=${() => this.#move(earlier)}><span class="back">${icon.chev}</span>${name(earlier)}</button>
      ${later.from <= this.#today ? html`<button class="btn sm" type="button" aria-label=${texts.t('report_next', { period: title(later) })} @click=${() => this.#move(later)}>${name(later)}${icon.chev}</button>` : ''}
      <button class="btn sm print-btn" type="button" @click=${() => this.#print()}>${texts.t('report_print')}</button><slot name="toolbar"></slot></div>`;
  }

  #renderNothing(texts: Texts, names: Names): TemplateResult {
    return html`<div class="sect"><slot name="empty"><div class="stack">
      ${heading(this.headingLevel + 1, { class: 'h' }, texts.t('report_nothing', { period: names.title }))}<p class="sub measure">${texts.t('report_nothing_text')}</p></div></slot></div>`;
  }

  #renderFirst(texts: Texts, first: FirstReport, currency: string | null): TemplateResult {
    return html`<slot name="empty"><div class="state"><p class="label">${texts.t('report_label')}</p>
      ${heading(this.headingLevel, { class: 'title', id: 'title', focusable: true }, texts.t('report_first', { date: texts.date(first.comesOn, 'day_long') }))}
      <p class="sub measure">${first.since ? texts.t('report_first_text', { date: texts.date(first.since, 'day_long') }) : texts.t('report_first_plain')}</p>
      <dl class="facts">${first.metrics.map((metric) => html`<div><dt>${labelOf(metric)}</dt><dd>${metric.total === null ? unknown(texts) : figureText(texts, metric, metric.total, currency)}</dd></div>`)}</dl>
      <p class="cap">${texts.t('report_first_cap')}</p></div></slot>`;
  }

  // ---- what a person does

  #move(period: Period): void {
    if (!this.emit('payoff-period', { from: period.from, to: period.to } satisfies PeriodEventDetail)) return;
    this.#period = period;
    this.#moved = true;
    this.ask();
    this.requestUpdate();
  }

  #editor(texts: Texts, view: ReportView): Editor {
    return {
      open: this.editing,
      wrong: this.wrong,
      toggle: () => this.#edit(!this.editing),
      reset: () => this.#change({}),
      apply: (form) => {
        const written = readForm(texts, fieldsOf(texts, view), form, view.own ?? {});
        if ('wrong' in written) {
          this.wrong = written.wrong;
          this.#focusNext = '[aria-invalid="true"]';
        } else if (written.changed) this.#change(written.overrides);
        else this.#edit(false);
      },
    };
  }

  #edit(open: boolean): void {
    this.editing = open;
    this.wrong = new Map();
    this.#focusNext = open ? '.own input' : '.change';
  }

  #change(overrides: RoiOverrides): void {
    const of = this.context;
    if (!of || !this.emit('payoff-assumptions', { overrides } satisfies AssumptionsEventDetail)) return;
    this.#own = { of, overrides };
    this.#edit(false);
    this.ask(true);
  }

  #act(event: Event, detail: StepEventDetail): void {
    if (!this.emit('payoff-step', detail)) {
      event.preventDefault();
      return;
    }
    const { action, step } = detail;
    if (action === 'open' || step === null) return;
    this.setAside = action === 'skip' ? [...this.setAside, step] : this.setAside.filter((id) => id !== step);
    this.#focusNext = '.next .row > :is(a, button)';
  }

  #print(): void {
    if (this.emit('payoff-export', { format: 'print' } satisfies ExportEventDetail)) globalThis.print();
  }
}

/** Frameworks hand over a new object with each drawing. */
function same(a: RoiOverrides | undefined, b: RoiOverrides | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

declare global {
  interface HTMLElementTagNameMap {
    'payoff-report': PayoffReport;
  }
  interface HTMLElementEventMap {
    'payoff-period': CustomEvent<PeriodEventDetail>;
    'payoff-export': CustomEvent<ExportEventDetail>;
    'payoff-assumptions': CustomEvent<AssumptionsEventDetail>;
  }
}
