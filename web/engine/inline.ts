// SPDX-License-Identifier: Apache-2.0
/** @file How are operations run without a worker: in Node, or where the page may not have one? */

import { PayoffError } from './error.js';
import { Host, type HostOptions } from './host.js';
import type { Executor, OperationName, Operations } from './protocol.js';
import { ownTurns, Queue } from './queue.js';

export class InlineExecutor implements Executor {
  readonly #host: Host;
  readonly #queue = new Queue();
  readonly #open = new Set<(error: PayoffError) => void>();
  #dead: PayoffError | undefined;

  constructor(options: HostOptions = {}) {
    this.#host = new Host({ turns: ownTurns, ...options });
  }

  run<N extends OperationName>(name: N, input: Operations[N]['input']): Promise<Operations[N]['output']> {
    return new Promise((resolve, reject) => {
      if (this.#dead) return reject(this.#dead);
      this.#open.add(reject);
      this.#queue
        .add(async () => {
          if (this.#dead) throw this.#dead;
          return this.#host.run(name, input);
        })
        .then(resolve, reject)
        .finally(() => this.#open.delete(reject));
    });
  }

  close(error = new PayoffError('engine_closed', 'The engine was closed.')): void {
    if (this.#dead) return;
    this.#dead = error;
    for (const reject of this.#open) reject(error);
    this.#open.clear();
    // After whatever runs now: the engine must not be freed under it.
    this.#queue.add(() => this.#host.run('close', null)).catch(() => {});
  }
}
