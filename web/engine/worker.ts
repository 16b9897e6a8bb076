// SPDX-License-Identifier: Apache-2.0
/** @file What runs in the worker? The host, one operation after the other. No logic. */

import { PayoffError } from './error.js';
import { Host } from './host.js';
import type { Call, Reply } from './protocol.js';
import { Queue } from './queue.js';

const port = globalThis as unknown as {
  onmessage: ((event: MessageEvent<Call>) => void) | null;
  postMessage(reply: Reply, transfer?: Transferable[]): void;
};
const host = new Host();
const queue = new Queue();

port.onmessage = ({ data: { id, name, input } }) => {
  queue
    .add(() => host.run(name, input))
    .then(
      (output) => {
        // A snapshot is nobody else's.
        const transfer = output instanceof Uint8Array ? [output.buffer] : [];
        port.postMessage({ id, ok: true, output }, transfer);
      },
      (error: unknown) => port.postMessage({ id, ok: false, error: PayoffError.of(error).toJSON() }),
    );
};
