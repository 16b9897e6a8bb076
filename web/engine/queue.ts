// SPDX-License-Identifier: Apache-2.0
/** @file How do operations on the page's own thread keep their order and leave the page its frames? */

/** Each step begins when the one before has settled, however it settled. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  add<T>(step: () => Promise<T>): Promise<T> {
    const next = this.#last.then(step, step);
    this.#last = next.catch(() => {});
    return next;
  }
}

/** Each timer costs 4 ms; but timers of the page come after messages and `scheduler.yield()`, so some turns must be timers. */
const TIMER_EVERY = 4;
let breaths = 0;

/** Lets input, painting and timers through. A hidden page needs none of them, and has its timers once a second. */
export function breathe(): Promise<void> {
  if (++breaths % TIMER_EVERY === 0 && globalThis.document?.hidden !== true)
    return new Promise((resolve) => setTimeout(resolve, 0));
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** The page's own thread is handed back after this long. A frame is 16 ms, the bar 50. */
const TURN_MS = 12;

/**
 * Work in many small steps, awaited before each: gives the thread back once it was held for a turn. Without it streams that
 * have chunks at hand go from one to the next in microtasks, and the page gets no turn until the last.
 */
export class Turns {
  readonly #breathe: () => Promise<void>;
  #start_ms = performance.now();

  constructor(give = breathe) {
    this.#breathe = give;
  }

  async next(): Promise<void> {
    if (performance.now() - this.#start_ms <= TURN_MS) return;
    await this.#breathe();
    this.#start_ms = performance.now();
  }
}

/** One for all that works on this thread: two that each took their turn would hold it twice as long. */
export const ownTurns = new Turns();
