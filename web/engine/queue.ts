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

/** Lets input, painting and timers through. A timer would cost 4 ms each time; a message does not. */
export function breathe(): Promise<void> {
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
