// SPDX-License-Identifier: Apache-2.0
/** @file Which steps lead this account to its first value, which are done, and which is next? */

import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { PayoffContext } from '../../engine/context.js';
import { PayoffError } from '../../engine/error.js';
import type { ActivationOfOne, ActivationStepAnswer } from '../../engine/protocol.js';
import { localDay } from '../../i18n/format.js';
import type { Texts } from '../../i18n/index.js';
import { type AhaProgress, askAha } from '../shared/answers.js';
import { base } from '../shared/base.styles.js';
import { PayoffElement } from '../shared/element.js';
import { icon, mark } from '../shared/icons.js';
import { bar, heading } from '../shared/parts.js';
import { safeHref } from '../shared/safe_href.js';
import type { StepEventDetail } from '../shared/step_event.js';
import { tokens } from '../shared/tokens.styles.js';
import { checklistStyles } from './checklist.styles.js';
import { goalColumn } from './goal.js';

export type { StepEventDetail } from '../shared/step_event.js';

type StepLook = 'done' | 'now' | 'todo' | 'skip';

interface Activation extends ActivationOfOne {
  product: string;
  zone: string;
  /** Local day of what counts as now. */
  today: string;
  /** An error is told in the goal's own place. */
  aha: AhaProgress | PayoffError | null;
}

/**
 * The steps that lead to the first value, ticked off by the work itself.
 *
 * @element payoff-checklist
 * @attr locale - Language tag, or `auto` (default): the Payoff's, else the nearest `lang`, else the browser's.
 * @attr heading-level - Level of the title, 2 by default.
 * @attr heading - Title in place of "Set up <product>".
 * @attr {boolean} minimized - Only the launcher is shown.
 * @attr data-theme - `light`, `dark` or `auto`; without it the inherited `color-scheme` decides.
 * @attr {"empty"|"loading"|"ready"|"failed"} state - Reflected; to be read.
 * @prop payoff - The Payoff to ask; without it the page's own.
 * @prop {string[]} skipped - Ids of skipped steps. The host may keep them and set them again.
 * @fires {CustomEvent<StepEventDetail>} payoff-step - A person opened, skipped or took up a step, hid or showed the list. Cancelable: then nothing happens.
 * @csspart base, card, header, steps, step, step-done, step-now, step-todo, step-skip, step-title, step-meta, step-note, step-actions, goal, footer, launcher
 * @slot title - In place of the title's words.
 * @slot note - Under the name of the current step.
 * @slot footer - In place of the sentence at the foot.
 * @slot empty - In place of what is shown before the first step is begun.
 * @slot error - In place of what is shown after a failure.
 * @cssprop --payoff-accent - The brand's colour; its lightness is clamped so that text on it stays readable.
 * @cssprop --payoff-font - Font stack.
 * @cssprop --payoff-radius - Corner radius of the card; smaller radii follow it.
 */
export class PayoffChecklist extends PayoffElement<Activation> {
  static override styles = [tokens, base, checklistStyles];
  static override properties: PropertyDeclarations = {
    heading: {},
    minimized: { type: Boolean, reflect: true },
    skipped: { attribute: false },
  };

  declare heading: string;
  declare minimized: boolean;
  declare skipped: readonly string[];
  /** Where focus goes after the next drawing: a selector. */
  #focusNext = '';

  constructor() {
    super();
    this.heading = '';
    this.minimized = false;
    this.skipped = [];
  }

  protected override async fetchAnswer(payoff: PayoffContext): Promise<Activation> {
    const [answer, playbook, aha] = await Promise.all([
      payoff.ask({ ask: 'activation' }),
      payoff.playbook(),
      askAha(payoff),
    ]);
    // Without an account or a user the base is told of, and a list of one's own steps cannot be made of that.
    if (!('status' in answer))
      throw new PayoffError('bad_option', 'payoff-checklist needs an account or a user.');
    const zone = payoff.zone ?? playbook.time?.zone ?? 'UTC';
    return {
      ...answer,
      product: playbook.product?.name ?? '',
      zone,
      today: localDay(payoff.asOf, zone),
      aha,
    };
  }

  protected override isEmpty(answer: Activation): boolean {
    return answer.status === 'not_started' || answer.steps.length === 0;
  }

  protected override updated(_changed: PropertyValues): void {
    if (!this.#focusNext) return;
    const target = this.renderRoot.querySelector<HTMLElement>(this.#focusNext);
    this.#focusNext = '';
    if (target) target.focus();
    else this.focusTitle();
  }

  protected override renderAnswer(texts: Texts, answer: Activation): TemplateResult {
    if (answer.steps.length === 0) return this.#renderNone(texts, answer);
    if (this.minimized) return this.#renderLauncher(texts, answer);
    if (this.isEmpty(answer)) return this.#renderEmpty(texts, answer);
    return this.#renderList(texts, answer);
  }

  protected override renderFailed(texts: Texts, error: PayoffError): TemplateResult {
    return this.failedCard(texts, error, texts.t('checklist_failed'), texts.t('checklist_safe'));
  }

  protected override renderLoading(texts: Texts): TemplateResult {
    const row = (width: string) =>
      html`<div class="step"><span class="sk dotk"></span><span class="sk ${width}"></span></div>`;
    return html`<section class="pf loading" part="base" aria-busy="true" lang=${texts.language} dir=${texts.dir}><div class="card" part="card">
      <span class="sr" role="status">${texts.t('checklist_loading')}</span>
      <div class="cl-head" aria-hidden="true"><span class="sk w45 mid"></span><span class="sk w30"></span>${this.loadProgress(texts) || bar(0)}</div>
      <div class="body" aria-hidden="true"><div class="steps">${['w60', 'w45', 'w80', 'w60', 'w45'].map(row)}</div></div>
    </div></section>`;
  }

  // ---- the words at the top

  #title(texts: Texts, answer: Activation, finished: boolean): string {
    if (this.heading) return this.heading;
    const { product } = answer;
    if (finished)
      return product ? texts.t('checklist_done_title', { product }) : texts.t('checklist_done_title_plain');
    return product ? texts.t('checklist_title', { product }) : texts.t('checklist_title_plain');
  }

  #looks(answer: Activation): Map<string, StepLook> {
    const skipped = new Set(this.skipped);
    const open = answer.steps.filter((step) => step.done_at === null && !skipped.has(step.id));
    // The core names the next step; when that one is skipped, the first that is left takes its place.
    const now = open.find((step) => step.id === answer.next_step) ?? open[0];
    const look = (step: ActivationStepAnswer): StepLook => {
      if (step.done_at !== null) return 'done';
      if (skipped.has(step.id)) return 'skip';
      return step === now && answer.status !== 'done' ? 'now' : 'todo';
    };
    return new Map(answer.steps.map((step) => [step.id, look(step)]));
  }

  #counts(looks: ReadonlyMap<string, StepLook>) {
    const all = [...looks.values()];
    const done = all.filter((look) => look === 'done').length;
    const skipped = all.filter((look) => look === 'skip').length;
    return { done, skipped, total: all.length, left: all.length - done - skipped };
  }

  #summary(texts: Texts, looks: ReadonlyMap<string, StepLook>): string {
    const { done, skipped, total } = this.#counts(looks);
    if (skipped > 0) return texts.t('checklist_sub_skipped', { done, total, skipped });
    return texts.t('checklist_sub', { done, count: total });
  }

  // ---- shapes

  #frame(texts: Texts, content: unknown): TemplateResult {
    return html`<section class="pf" part="base" aria-labelledby="title" lang=${texts.language} dir=${texts.dir}>
      <div class="card" part="card">${content}</div></section>`;
  }

  #renderNone(texts: Texts, _answer: Activation): TemplateResult {
    return this.#frame(
      texts,
      html`<slot name="empty"><div class="state">${heading(this.headingLevel, { class: 'title', id: 'title', focusable: true }, texts.t('checklist_none'))}
        <p class="sub measure">${texts.t('checklist_none_text')}</p></div></slot>`,
    );
  }

  #renderEmpty(texts: Texts, answer: Activation): TemplateResult {
    const first = answer.steps.find((step) => step.id === answer.next_step) ?? answer.steps[0];
    const href = safeHref(first?.href);
    return this.#frame(
      texts,
      html`<slot name="empty"><div class="state">${heading(this.headingLevel, { class: 'title', id: 'title', focusable: true }, html`<slot name="title">${this.#title(texts, answer, false)}</slot>`)}
        <p class="sub measure">${texts.t('checklist_intro', { count: answer.steps.length })}</p>
        <div class="seg" aria-hidden="true">${answer.steps.map(() => bar(0))}</div>
        ${first && href ? html`<a class="btn primary" href=${href} @click=${(event: Event) => this.#act(event, { action: 'open', step: first.id, href })}>${first.label}</a>` : html`<p class="strong">${first?.label}</p>`}
      </div></slot>`,
    );
  }

  #renderLauncher(texts: Texts, answer: Activation): TemplateResult {
    const looks = this.#looks(answer);
    const { done, total, left } = this.#counts(looks);
    return html`<section class="pf" part="base" aria-labelledby="title" lang=${texts.language} dir=${texts.dir}>
      <button class="card pill" part="launcher" type="button" aria-expanded="false" @click=${(event: Event) => this.#toggle(event, false)}>
        ${left === 0 ? mark.done : mark.ring(done / total)}<span class="words"><span class="strong" id="title">${this.#title(texts, answer, left === 0)}</span><span class="cap">${this.#summary(texts, looks)}</span></span>${icon.chev}<span class="sr">${texts.t('checklist_show')}</span>
      </button></section>`;
  }

  #renderList(texts: Texts, answer: Activation): TemplateResult {
    const looks = this.#looks(answer);
    const { done, total, left } = this.#counts(looks);
    const finished = left === 0 || answer.status === 'done';
    const summary = this.#summary(texts, looks);
    const late = answer.status === 'late' && !finished && answer.deadline !== null;
    return this.#frame(
      texts,
      html`<header class="cl-head" part="header">${heading(this.headingLevel, { class: 'title', id: 'title', focusable: true }, html`<slot name="title">${this.#title(texts, answer, finished)}</slot>`)}
        <p class="sub" role="status">${summary} ${late ? '' : this.#when(texts, answer, finished)}</p>
        <div class="seg" aria-hidden="true">${answer.steps.map((step) => bar(step.done_at === null ? share(step) : 1))}</div>
        <span class="sr" role="progressbar" aria-label=${texts.t('checklist_progress')} aria-valuemin="0" aria-valuemax=${total} aria-valuenow=${done} aria-valuetext=${summary}></span></header>
      ${late ? html`<p class="note-bar">${icon.info}<span>${texts.t('checklist_late', { date: this.#date(texts, answer, answer.deadline ?? '', 'day_long'), count: left })}</span></p>` : ''}
      <div class="body ${answer.aha ? 'two' : ''}"><ol class="steps" part="steps" role="list" aria-label=${texts.t('checklist_list')}>${answer.steps.map((step) => this.#renderStep(texts, answer, step, looks.get(step.id) ?? 'todo'))}</ol>
        ${answer.aha ? goalColumn(texts, answer.aha, answer.zone, this.headingLevel + 1) : ''}</div>
      <footer class="foot noprint" part="footer"><div class="row between"><p class="cap"><slot name="footer">${texts.t('checklist_foot')}</slot></p>
        <button class="btn quiet sm btn-pull" type="button" aria-expanded="true" @click=${(event: Event) => this.#toggle(event, true)}>${texts.t('checklist_hide')}</button></div></footer>`,
    );
  }

  #renderStep(texts: Texts, answer: Activation, step: ActivationStepAnswer, look: StepLook): TemplateResult {
    const status = texts.t(`checklist_status_${look}`);
    return html`<li class="step ${look}" part="step step-${look}" aria-current=${look === 'now' ? 'step' : nothing}>
      ${look === 'done' ? mark.done : look === 'skip' ? mark.skip : mark.ring(share(step))}
      ${heading(this.headingLevel + 1, { class: 'name', part: 'step-title' }, html`<bdi>${step.label}</bdi><span class="sr"> (${status})</span>`)}
      <span class="meta" part="step-meta">${this.#meta(texts, answer, step, look, status)}</span>
      ${look === 'now' ? this.#renderNow(texts, step) : ''}
      ${look === 'skip' ? html`<button class="btn quiet sm again noprint" type="button" @click=${(event: Event) => this.#unskip(event, step.id)}>${texts.t('checklist_unskip')}<span class="sr">: ${step.label}</span></button>` : ''}
    </li>`;
  }

  #renderNow(texts: Texts, step: ActivationStepAnswer): TemplateResult {
    const href = safeHref(step.href);
    const left = step.count - step.progress;
    const begun = step.progress > 0;
    return html`<p class="note" part="step-note"><slot name="note">${begun && left > 0 ? texts.t('checklist_left', { count: left }) : ''}</slot></p>
      <div class="acts row noprint" part="step-actions">
        ${href ? html`<a class="btn primary" href=${href} @click=${(event: Event) => this.#act(event, { action: 'open', step: step.id, href })}>${texts.t(begun ? 'checklist_continue' : 'checklist_start')}<span class="sr">: ${step.label}</span></a>` : ''}
        <button class="btn quiet" type="button" @click=${(event: Event) => this.#skip(event, step.id)}>${texts.t('checklist_skip')}</button></div>`;
  }

  #meta(
    texts: Texts,
    answer: Activation,
    step: ActivationStepAnswer,
    look: StepLook,
    status: string,
  ): string {
    if (step.done_at !== null) return this.#date(texts, answer, step.done_at, 'day');
    if (look === 'skip') return status;
    return step.count > 1 ? texts.t('checklist_of', { done: step.progress, total: step.count }) : '';
  }

  #when(texts: Texts, answer: Activation, finished: boolean): string {
    if (finished) {
      const last = answer.steps.reduce(
        (latest, step) => (step.done_at !== null && step.done_at > latest ? step.done_at : latest),
        '',
      );
      return last ? texts.t('checklist_finished', { date: this.#date(texts, answer, last, 'day_long') }) : '';
    }
    return answer.deadline
      ? texts.t('checklist_deadline', { date: this.#date(texts, answer, answer.deadline, 'day_long') })
      : '';
  }

  #date(texts: Texts, answer: Activation, instant: string, style: 'day' | 'day_long'): string {
    const day = localDay(instant, answer.zone);
    // A day of another year is not "13 February" without more.
    const thisYear = day.slice(0, 4) === answer.today.slice(0, 4);
    return texts.date(day, thisYear ? style : style === 'day' ? 'day_year' : 'full');
  }

  // ---- what a person does

  #act(event: Event, detail: StepEventDetail): boolean {
    const go = this.emit('payoff-step', detail);
    if (!go) event.preventDefault();
    return go;
  }

  #skip(event: Event, step: string): void {
    if (!this.#act(event, { action: 'skip', step })) return;
    this.skipped = [...this.skipped, step];
    this.#focusNext = '.step.now .acts > :first-child';
  }

  #unskip(event: Event, step: string): void {
    if (!this.#act(event, { action: 'unskip', step })) return;
    this.skipped = this.skipped.filter((each) => each !== step);
    this.#focusNext = '.step.now .acts > :first-child';
  }

  #toggle(event: Event, minimized: boolean): void {
    if (!this.#act(event, { action: minimized ? 'hide' : 'show', step: null })) return;
    this.minimized = minimized;
    this.#focusNext = minimized ? '.pill' : '[tabindex="-1"]';
  }
}

/** How much of a step is done, 0 to 1. */
function share(step: ActivationStepAnswer): number {
  return step.count > 0 ? Math.min(1, step.progress / step.count) : 0;
}

declare global {
  interface HTMLElementTagNameMap {
    'payoff-checklist': PayoffChecklist;
  }
}
