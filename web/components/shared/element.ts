// SPDX-License-Identifier: Apache-2.0
/** @file What do all elements have in common: where the figures come from, four states, language, retry? */

import { html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { type LoadState, type PayoffContext, watchDefaultPayoff } from '../../engine/context.js';
import type { PayoffError } from '../../engine/error.js';
import { loadTexts, type MessageKey, type Texts } from '../../i18n/index.js';
import { errorOf } from './error_of.js';
import { icon } from './icons.js';
import { bar, heading } from './parts.js';

export type ElementState = 'empty' | 'loading' | 'ready' | 'failed';

/** Loading is drawn only when it takes longer than this. */
const PATIENCE_MS = 200;

/** Errors of the playbook or of the page that hosts the element: nothing that the customer can mend. */
const SETTING_CODES = new Set([
  'bad_json',
  'wrong_type',
  'unknown_field',
  'missing_field',
  'bad_value',
  'unknown_name',
  'unknown_question',
  'missing_as_of',
  'unknown_zone',
  'needs_reload',
  'mixed_currencies',
  'bad_option',
  'not_supported',
]);

const TOLD_CODES = new Set([
  'http_error',
  'stream_broken',
  'not_events',
  'wasm_unavailable',
  'out_of_memory',
  'engine_closed',
]);

/** `A` is what the element draws when it is ready. */
export abstract class PayoffElement<A> extends LitElement {
  static override properties: PropertyDeclarations = {
    payoff: { attribute: false },
    state: { reflect: true },
    locale: {},
    headingLevel: { type: Number, attribute: 'heading-level' },
    slow: { state: true },
    texts: { state: true },
  };

  /** Where the figures come from. Undefined: the page's own, made by the script tag or `setDefaultPayoff`. */
  declare payoff: PayoffContext | undefined;
  /** `empty`, `loading`, `ready` or `failed`. To be read, and to be styled by; setting it changes nothing. */
  declare state: ElementState;
  /** A language tag, or `auto`: the Payoff's, else the nearest `lang`, else the browser's. */
  declare locale: string;
  /** Level of the element's title; headings inside follow it. */
  declare headingLevel: number;

  declare protected slow: boolean;
  declare protected texts: Texts | undefined;
  protected answer: A | undefined;
  protected error: PayoffError | undefined;

  #bound: PayoffContext | undefined;
  #pageDefault: PayoffContext | undefined;
  #unsubscribe: (() => void) | undefined;
  #unwatch: (() => void) | undefined;
  #phase: LoadState['phase'] = 'idle';
  /** Answers to any call but the latest are dropped. */
  #call = 0;
  #asking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #textsFor = '';
  #textsAre = '';
  #hadFocus = false;

  constructor() {
    super();
    this.state = 'loading';
    this.locale = 'auto';
    this.headingLevel = 2;
    this.slow = false;
  }

  /** Asks what the element draws. Runs again whenever the figures may have changed. */
  protected abstract fetchAnswer(payoff: PayoffContext): Promise<A>;
  protected abstract isEmpty(answer: A): boolean;
  protected abstract renderAnswer(texts: Texts, answer: A): TemplateResult;
  protected abstract renderLoading(texts: Texts): TemplateResult;
  protected abstract renderFailed(texts: Texts, error: PayoffError): TemplateResult;
  /** A calendar for dates other than the language's own. */
  protected calendarOf(_locale: string): string | undefined {
    return undefined;
  }

  protected get context(): PayoffContext | undefined {
    return this.#bound;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatch = watchDefaultPayoff((payoff) => {
      this.#pageDefault = payoff;
      this.#bind();
    });
    this.#bind();
    if (this.state === 'loading') this.#waitBeforeSkeleton();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch?.();
    this.#unsubscribe?.();
    this.#unwatch = this.#unsubscribe = this.#bound = undefined;
    this.#call += 1;
    this.#asking = false;
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('payoff')) this.#bind();
    if (changed.has('locale')) void this.loadLanguage();
  }

  /** Asks again; also what "Try again" does. */
  retry(): void {
    this.#bound?.retry();
    this.ask();
  }

  /** With `quiet` the old figures stay on the page until the new ones are there. */
  protected ask(quiet = false): void {
    const payoff = this.#bound;
    if (!payoff) return;
    const call = ++this.#call;
    this.#asking = true;
    this.#hadFocus ||= this.shadowRoot?.activeElement != null;
    if (!quiet || this.answer === undefined) {
      this.state = 'loading';
      this.#waitBeforeSkeleton();
    }
    Promise.all([this.fetchAnswer(payoff), this.loadLanguage()]).then(
      ([answer]) => this.#settle(call, answer, undefined),
      async (thrown: unknown) => {
        await this.loadLanguage();
        this.#settle(call, undefined, errorOf(thrown));
      },
    );
  }

  /** Only for a person's own act. False when a listener prevented what would follow. */
  protected emit(name: string, detail: unknown): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
    );
  }

  protected get busy(): boolean {
    return this.#asking;
  }

  /** Fetches the words once; a change of language draws everything anew. */
  protected async loadLanguage(): Promise<Texts> {
    const locale = this.#wantedLocale();
    const calendar = this.calendarOf(locale);
    const key = `${locale} ${calendar ?? ''}`;
    // Not while they are on their way: until then `texts` are those of the language before.
    if (this.texts && this.#textsAre === key) return this.texts;
    this.#textsFor = key;
    const texts = await loadTexts(locale, calendar);
    if (this.#textsFor === key) {
      this.texts = texts;
      this.#textsAre = key;
    }
    return texts;
  }

  #settle(call: number, answer: A | undefined, error: PayoffError | undefined): void {
    if (call !== this.#call) return;
    this.#asking = false;
    clearTimeout(this.#timer);
    this.slow = false;
    this.error = error;
    this.answer = answer;
    this.state = answer === undefined ? 'failed' : this.isEmpty(answer) ? 'empty' : 'ready';
    this.requestUpdate();
    void this.#restoreFocus();
  }

  /** When a redraw took away what had the focus, the title gets it, never the top of the page. */
  async #restoreFocus(): Promise<void> {
    if (!this.#hadFocus) return;
    this.#hadFocus = false;
    await this.updateComplete;
    if (!this.shadowRoot?.activeElement && document.hasFocus()) this.focusTitle();
  }

  protected focusTitle(): void {
    this.renderRoot.querySelector<HTMLElement>('[tabindex="-1"]')?.focus();
  }

  #bind(): void {
    const payoff = this.payoff ?? this.#pageDefault;
    if (!this.isConnected || payoff === this.#bound) return;
    this.#unsubscribe?.();
    this.#bound = payoff;
    this.answer = undefined;
    this.#call += 1;
    this.#asking = false;
    if (!payoff) {
      this.#unsubscribe = undefined;
      this.state = 'loading';
      return;
    }
    this.#phase = payoff.state.phase;
    this.#unsubscribe = payoff.subscribe((state) => this.#loadChanged(state));
    this.ask();
  }

  /** New events, or a retry by another element, change the figures here too. */
  #loadChanged({ phase }: LoadState): void {
    const before = this.#phase;
    this.#phase = phase;
    if (phase === 'loading' && before === 'failed' && this.state === 'failed') this.ask();
    else if (phase === 'ready' && before !== 'ready' && !this.#asking) this.ask(true);
    if (this.slow) this.requestUpdate();
  }

  #waitBeforeSkeleton(): void {
    clearTimeout(this.#timer);
    if (this.slow) return;
    this.#timer = setTimeout(() => {
      this.slow = this.state === 'loading';
      void this.loadLanguage();
    }, PATIENCE_MS);
  }

  #wantedLocale(): string {
    const own = [this.locale, this.#bound?.locale].find((each) => each && each !== 'auto');
    return own || nearestLang(this) || navigator.language || 'en';
  }

  protected override render(): unknown {
    const { texts } = this;
    if (!texts) return '';
    // A failure stays on the page while the retry is quick, so that its button does not vanish under a finger.
    if (this.error && (this.state === 'failed' || !this.slow)) return this.renderFailed(texts, this.error);
    // Until loading takes long enough to be told, the figures from before stay: nothing flickers.
    if (this.state === 'loading' && this.slow) return this.renderLoading(texts);
    return this.answer === undefined ? '' : this.renderAnswer(texts, this.answer);
  }

  // ---- pieces that every element draws

  /** What happened, what is safe, what to do, and the code for the support team. */
  protected failedCard(texts: Texts, error: PayoffError, title: string, safe = ''): TemplateResult {
    const key = TOLD_CODES.has(error.code)
      ? error.code
      : SETTING_CODES.has(error.code)
        ? 'playbook'
        : 'other';
    const reason = texts.t(`failed_${key}` as MessageKey);
    return html`<section class="pf" part="base" lang=${texts.language} dir=${texts.dir}><div class="card" part="card"><slot name="error"><div class="state">
      <div class="stack" role="alert">${heading(this.headingLevel, { class: 'row h', focusable: true }, html`${icon.info}<span>${title}</span>`)}
        <p class="sub measure">${safe} ${reason}</p></div>
      <div class="row"><button class="btn" type="button" @click=${() => this.retry()}>${texts.t('retry')}</button><span class="cap">${texts.t('code', { code: error.code })}</span></div>
    </div></slot></div></section>`;
  }

  /** How far the events are read: a bar where the size is known, else only the figure. */
  protected loadProgress(texts: Texts): TemplateResult | string {
    const state = this.#bound?.state;
    if (state?.phase !== 'loading' || state.loadedBytes === 0) return '';
    const size = texts.bytes(state.loadedBytes);
    const total = state.totalBytes;
    if (!total || total < state.loadedBytes)
      return html`<p class="cap">${texts.t('loading_rows', { size })}</p>`;
    return html`${bar(state.loadedBytes / total)}<p class="cap">${texts.t('loading_of', { size, total: texts.bytes(total) })}</p>`;
  }
}

/** The closest `lang` around an element, also across the borders of shadow trees. */
function nearestLang(element: Element): string {
  let node: Node | null = element;
  while (node) {
    const holder = node instanceof Element ? node.closest('[lang]') : null;
    if (holder) return holder.getAttribute('lang') ?? '';
    const root = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return '';
}
