// SPDX-License-Identifier: Apache-2.0
/** @file How does a page get its one Payoff? The package's main entry; importing it does nothing. */

import type { LoadState, PayoffContext } from './engine/context.js';
import { errorIn, PayoffError } from './engine/error.js';
import { forgetOwnFigures } from './engine/own_figures.js';
import type {
  AnswerTo,
  LoadSummary,
  Model,
  Playbook,
  Question,
  QuestionSet,
  WasmPlace,
  Weekday,
} from './engine/protocol.js';
import { shareLoad } from './source/share.js';
import type { EventsInput } from './source/source.js';

export {
  defaultPayoff,
  type LoadPhase,
  type LoadState,
  type PayoffContext,
  setDefaultPayoff,
  watchDefaultPayoff,
} from './engine/context.js';
export { PayoffError } from './engine/error.js';
export type * from './engine/protocol.js';
export type { EventsInput } from './source/source.js';

export interface PayoffOptions extends WasmPlace {
  /**
   * `'elements'` (default): the small module, enough for the elements; where the events are a table or a server's export,
   * the full one takes its place. `'all'`: for `ask()` of any question.
   */
  questions?: QuestionSet | undefined;
  /** An object or the URL of one. Without it: a playbook of defaults. */
  playbook?: Playbook | string | URL | undefined;
  /** Of one account or person, as the vendor's server gives them to this page. */
  events: EventsInput;
  account?: string | undefined;
  user?: string | undefined;
  zone?: string | undefined;
  weekStart?: Weekday | undefined;
  /** The instant that counts as now: ISO 8601 or a Date. `'now'` (default): the page's, anew for each question. */
  asOf?: string | Date | undefined;
  /** `'auto'` (default): by the element's nearest `lang`, then the browser's language. */
  locale?: string | undefined;
  /** What `payoff learn` printed, or the URL of it: how comparable customers do, and what goes with staying. */
  model?: Model | string | URL | undefined;
  /** Where worker.js lies, if not beside the script. */
  workerUrl?: string | URL | undefined;
  /** False: on the page's own thread, in slices. */
  worker?: boolean | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  headers?: HeadersInit | undefined;
}

export interface Payoff extends PayoffContext {
  /** Resolves when the events are loaded, rejects with what `state.error` says; never starts the load itself. */
  readonly ready: Promise<LoadSummary>;
  /** Starts the load before the first question does. */
  load(): Promise<LoadSummary>;
  /** More events of the same kind: all of them, or, if they cannot be read whole, none. */
  add(events: EventsInput): Promise<LoadSummary>;
  /** Forgets the events at once, for all who share them, and what the report remembers of this account. */
  signOut(): void;
  /** Gives the engine back; it goes when nobody uses it any more. */
  close(): void;
}

class SharedPayoff implements Payoff {
  readonly zone: string | undefined;
  readonly locale: string | undefined;
  readonly account: string | undefined;
  readonly user: string | undefined;
  readonly ready: Promise<LoadSummary>;
  readonly #shared: ReturnType<typeof shareLoad>;
  readonly #asOf: string | undefined;
  readonly #all: boolean;
  readonly #ends = new Set<() => void>();
  #closed = false;

  constructor(options: PayoffOptions) {
    this.zone = options.zone;
    this.locale = options.locale === 'auto' ? undefined : options.locale;
    this.account = options.account;
    this.user = options.user;
    this.#asOf = fixedInstant(options.asOf);
    this.#all = options.questions === 'all';
    const { playbook, model, events, zone, weekStart, wasmUrl, wasmBinary, wasmModule, fetch, headers } =
      options;
    this.#shared = shareLoad({
      playbook,
      model,
      events,
      zone,
      weekStart,
      fetch,
      headers,
      questions: this.#all ? 'all' : 'elements',
      worker: options.worker === false ? false : options.workerUrl,
      ...(wasmUrl !== undefined && { wasmUrl }),
      ...(wasmBinary && { wasmBinary }),
      ...(wasmModule && { wasmModule }),
    });
    this.ready = new Promise((resolve, reject) => {
      const look = ({ phase, summary, error }: LoadState): void => {
        if (phase === 'ready' && summary) resolve(summary);
        if (phase === 'failed' && error) reject(error);
      };
      look(this.state);
      this.subscribe(look);
      this.#ends.add(() => reject(closedError()));
    });
    this.ready.catch(() => {});
  }

  get asOf(): string {
    return this.#asOf ?? new Date().toISOString();
  }

  get state(): LoadState {
    return this.#shared.load.state;
  }

  async ask<const Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
    this.#check();
    const whose =
      question.account !== undefined || question.user !== undefined
        ? {}
        : this.account !== undefined
          ? { account: this.account }
          : { user: this.user };
    const text = await this.#shared.load.askText(JSON.stringify({ as_of: this.asOf, ...whose, ...question }));
    const error = errorIn(text);
    if (error) throw this.#all ? error : orNotInSmallModule(error, question.ask);
    return JSON.parse(text) as AnswerTo<Q>;
  }

  async load(): Promise<LoadSummary> {
    this.#check();
    return this.#shared.load.load();
  }

  async add(events: EventsInput): Promise<LoadSummary> {
    this.#check();
    return this.#shared.load.add(events);
  }

  async playbook(): Promise<Playbook> {
    this.#check();
    return this.#shared.load.playbook();
  }

  subscribe(listener: (state: LoadState) => void): () => void {
    const end = this.#shared.load.subscribe(listener);
    this.#ends.add(end);
    return () => {
      this.#ends.delete(end);
      end();
    };
  }

  retry(): void {
    if (!this.#closed) this.#shared.load.retry();
  }

  signOut(): void {
    forgetOwnFigures(this);
    this.#finish(true);
  }

  close(): void {
    this.#finish(false);
  }

  #finish(now: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#shared.release(now);
    for (const end of this.#ends) end();
    this.#ends.clear();
  }

  #check(): void {
    if (this.#closed) throw closedError();
  }
}

/** The small module knows neither that there are more questions than its own, nor how to activate the whole base. */
function orNotInSmallModule(error: PayoffError, ask: string): PayoffError {
  const { code, path, message } = error;
  const isOfBase = ask === 'activation' && path === '/account';
  if (code !== 'unknown_question' && !isOfBase) return error;
  return new PayoffError(code, `${message}; with questions: 'all' a Payoff answers it`, path);
}

function closedError(): PayoffError {
  return new PayoffError('engine_closed', 'This Payoff was closed.');
}

function fixedInstant(asOf: string | Date | undefined): string | undefined {
  if (asOf === undefined || asOf === 'now') return undefined;
  const date = new Date(asOf);
  if (Number.isNaN(date.getTime())) {
    throw new PayoffError(
      'bad_option',
      `asOf is "${asOf}"; "now" or an instant like 2026-11-03T09:00:00Z is wanted.`,
    );
  }
  return typeof asOf === 'string' ? asOf : date.toISOString();
}

/** Cheap: nothing is fetched before the first question. Options that cannot be meant throw `bad_option`. */
export function createPayoff(options: PayoffOptions): Payoff {
  return new SharedPayoff(options);
}
