// SPDX-License-Identifier: Apache-2.0
/** @file What does an element know of the Payoff that feeds it, and where does it find the page's own? */

import type { PayoffError } from './error.js';
import type { AnswerTo, LoadSummary, Playbook, Question } from './protocol.js';

export type LoadPhase = 'idle' | 'loading' | 'ready' | 'failed';

/** `loadedBytes` and `totalBytes` count what came over the network, before gzip is undone. */
export interface LoadState {
  readonly phase: LoadPhase;
  readonly loadedBytes: number;
  readonly totalBytes?: number;
  /** Rows accepted; when `phase` is `ready`. */
  readonly rows?: number;
  readonly summary?: LoadSummary;
  /** When `phase` is `failed`. Nothing is answered from half a load. */
  readonly error?: PayoffError;
}

/** What elements see of a Payoff. Tests may hand any object of this shape to an element's `payoff` property. */
export interface PayoffContext {
  /** Loads at the first call. Rejects with a PayoffError. Fills in `as_of`, and `account` and `user` where known. */
  ask<const Q extends Question>(question: Q): Promise<AnswerTo<Q>>;
  /** The instant that counts as now, ISO 8601 in UTC: the page's, or the one that the host gave. */
  readonly asOf: string;
  /** Undefined: the playbook's `time.zone`, else UTC. */
  readonly zone: string | undefined;
  /** Undefined: the element goes by the nearest `lang`, then the browser's language. */
  readonly locale: string | undefined;
  readonly account: string | undefined;
  readonly user: string | undefined;
  /** As the host wrote it (the core has checked it once `phase` is `ready`). Does not load the events. */
  playbook(): Promise<Playbook>;
  readonly state: LoadState;
  /** Calls the listener at each change; not at once. Returns what ends it. */
  subscribe(listener: (state: LoadState) => void): () => void;
  /** After a failure: loads anew. Without one it does nothing. */
  retry(): void;
}

interface Slot {
  payoff?: PayoffContext | undefined;
  readonly listeners: Set<(payoff: PayoffContext | undefined) => void>;
}

const KEY = Symbol.for('payoff.default');

/** On globalThis and not in this module: script tag and npm package may both be on a page, each with its own copy. */
function slot(): Slot {
  const home = globalThis as { [KEY]?: Slot };
  home[KEY] ??= { listeners: new Set() };
  return home[KEY];
}

/** The page's default Payoff, made by the script tag or by `setDefaultPayoff`. */
export function defaultPayoff(): PayoffContext | undefined {
  return slot().payoff;
}

export function setDefaultPayoff(payoff: PayoffContext | undefined): void {
  const place = slot();
  place.payoff = payoff;
  for (const listener of [...place.listeners]) listener(payoff);
}

/** Calls the listener at once if there is a default, and whenever it changes. Returns what ends it. */
export function watchDefaultPayoff(listener: (payoff: PayoffContext | undefined) => void): () => void {
  const place = slot();
  place.listeners.add(listener);
  if (place.payoff) listener(place.payoff);
  return () => {
    place.listeners.delete(listener);
  };
}
