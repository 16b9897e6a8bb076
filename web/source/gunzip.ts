// SPDX-License-Identifier: Apache-2.0
/** @file Are these bytes gzip, and what is inside? The bytes decide; names and headers lie. */

import { PayoffError } from '../engine/error.js';
import { ownTurns } from '../engine/queue.js';

type Chunk = Uint8Array<ArrayBuffer>;

/** Browsers unpack on the thread that asks, a chunk in one go, and events shrink to a tenth: this is a millisecond or two. */
const PIECE_BYTES = 16 * 1024;

/** The chunks as they are, or unpacked if they begin with 1f 8b. A stream that breaks off inside is `stream_broken`. */
export async function* gunzipIfNeeded(chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk, void, undefined> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await firstBytes(source, 2);
  const rest = prepend(head, source);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* rest;
    return;
  }
  let broken: unknown;
  const unpacked = toStream(inPieces(rest, PIECE_BYTES), (error) => {
    broken = error;
  }).pipeThrough(new DecompressionStream('gzip'));
  try {
    yield* readAll(unpacked as ReadableStream<Chunk>);
  } catch (cause) {
    if (broken !== undefined) throw broken;
    throw new PayoffError(
      'stream_broken',
      'The gzip data are broken or end too early, so only a part could be read; write the file again, or send it unpacked.',
      '',
      { cause },
    );
  }
}

/** At least `count` bytes in one chunk, or all there are: they may come one by one. */
export async function firstBytes(source: AsyncIterator<Chunk>, count: number): Promise<Chunk> {
  let head: Chunk = new Uint8Array(0);
  while (head.length < count) {
    const { done, value } = await source.next();
    if (done) break;
    if (head.length === 0) {
      head = value;
      continue;
    }
    const joined = new Uint8Array(head.length + value.length);
    joined.set(head);
    joined.set(value, head.length);
    head = joined;
  }
  return head;
}

export async function* prepend(
  head: Chunk,
  source: AsyncIterator<Chunk>,
): AsyncGenerator<Chunk, void, undefined> {
  try {
    if (head.length > 0) yield head;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

/** The same bytes, none of the chunks longer, and turns for others between them. */
export async function* inPieces(
  chunks: AsyncIterable<Chunk>,
  size_bytes: number,
): AsyncGenerator<Chunk, void, undefined> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += size_bytes) {
      await ownTurns.next();
      yield chunk.subarray(at, at + size_bytes);
    }
  }
}

function toStream(chunks: AsyncGenerator<Chunk>, onError: (error: unknown) => void): ReadableStream<Chunk> {
  return new ReadableStream<Chunk>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        onError(error);
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/** Safari's streams are no async iterables. Stopping early cancels the stream; an abort ends it, even while it says nothing. */
export async function* readAll(
  stream: ReadableStream<Chunk>,
  signal?: AbortSignal,
): AsyncGenerator<Chunk, void, undefined> {
  const reader = stream.getReader();
  let finished = false;
  const stop = (): void => {
    reader.cancel().catch(() => {});
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        finished = true;
        return;
      }
      yield value;
    }
  } catch (error) {
    finished = true;
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    if (!finished) await reader.cancel().catch(() => {});
    reader.releaseLock();
  }
}
