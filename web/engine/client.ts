// SPDX-License-Identifier: Apache-2.0
/** @file How does the page talk to the worker so that every call settles? */

import { PayoffError } from './error.js';
import type { Executor, OperationName, Operations, Reply } from './protocol.js';

/** As much of a Worker as the client needs; tests give a fake. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
}

interface Open {
  resolve(output: never): void;
  reject(error: PayoffError): void;
}

export class WorkerExecutor implements Executor {
  readonly #worker: WorkerLike;
  readonly #open = new Map<number, Open>();
  #nextId = 1;
  #dead: PayoffError | undefined;
  /** The worker has answered once: its script was allowed, found and understood. */
  answered = false;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#settle(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.close(
        new PayoffError(
          'engine_failed',
          `The worker stopped (${event.message || 'its script did not load'}); load the events again.`,
        ),
      );
    };
    worker.onmessageerror = () => {
      this.close(
        new PayoffError('engine_failed', 'A message of the worker could not be read; load the events again.'),
      );
    };
  }

  run<N extends OperationName>(name: N, input: Operations[N]['input']): Promise<Operations[N]['output']> {
    return new Promise((resolve, reject) => {
      if (this.#dead) return reject(this.#dead);
      const id = this.#nextId++;
      this.#open.set(id, { resolve, reject });
      // The caller of `append` or `restore` has given the bytes away (createEngine copies what is not its own).
      const transfer = input instanceof Uint8Array ? [input.buffer] : [];
      try {
        this.#worker.postMessage({ id, name, input }, transfer);
      } catch (cause) {
        this.#open.delete(id);
        reject(
          new PayoffError('engine_failed', `The worker cannot take this: ${String(cause)}`, '', { cause }),
        );
      }
    });
  }

  close(error = new PayoffError('engine_closed', 'The engine was closed.')): void {
    if (this.#dead) return;
    this.#dead = error;
    this.#worker.terminate();
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }

  #settle(reply: Reply): void {
    this.answered = true;
    const call = this.#open.get(reply.id);
    this.#open.delete(reply.id);
    if (reply.ok) call?.resolve(reply.output as never);
    else call?.reject(PayoffError.from(reply.error));
  }
}
