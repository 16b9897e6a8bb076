// SPDX-License-Identifier: Apache-2.0
/** @file How do files become rows, and rows a file? The same as core/cli/files.h. */

import { createReadStream } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Engine } from '../engine/create.js';
import { PayoffError } from '../engine/error.js';
import type { LoadSummary } from '../engine/protocol.js';
import { gunzipIfNeeded } from '../source/gunzip.js';
import { type EventFile, filesBelow, unreadable } from './event_files.js';
import { usageError } from './options.js';

/** A snapshot begins with these; no text does. */
const SNAPSHOT = Buffer.from('\x89PAYOFF\n', 'latin1');

/** Files, stdin (`-`) and all files of directories, in that order. The first may be a snapshot. */
export async function loadEvents(
  engine: Engine,
  events: readonly string[],
  stdin: Readable,
): Promise<LoadSummary> {
  let summary: LoadSummary | undefined;
  for (const named of events) {
    const isDirectory = named !== '-' && (await stat(named).catch(() => undefined))?.isDirectory() === true;
    const files = isDirectory ? await filesBelow(named) : [{ shown: named, path: named }];
    for (const file of files) {
      // Among a directory's files it would stand for the very files beside it.
      const mayBeSnapshot = summary === undefined && files.length === 1;
      summary = await load(engine, file, stdin, mayBeSnapshot);
    }
  }
  return summary as LoadSummary; // there is at least one file
}

async function load(
  engine: Engine,
  file: EventFile,
  stdin: Readable,
  mayBeSnapshot: boolean,
): Promise<LoadSummary> {
  const pieces = readPieces(file, stdin);
  try {
    return await loadPieces(engine, file.shown, pieces, mayBeSnapshot);
  } finally {
    await pieces.return(undefined); // what threw leaves the file open, or stdin awaited
  }
}

async function loadPieces(
  engine: Engine,
  shown: string,
  pieces: AsyncGenerator<Uint8Array>,
  mayBeSnapshot: boolean,
): Promise<LoadSummary> {
  const start = await atLeast(SNAPSHOT.length, pieces);
  if (start.subarray(0, SNAPSHOT.length).equals(SNAPSHOT)) {
    if (!mayBeSnapshot)
      throw usageError(
        `${shown} was written by convert and stands for all before it: name it first, not among the files of a directory`,
      );
    const block = [start];
    for await (const piece of pieces) block.push(Buffer.from(piece));
    return await engine.restore(Buffer.concat(block)).catch((error: unknown) => {
      const { code, message } = PayoffError.of(error);
      throw new PayoffError(code, `${shown}: ${message}`);
    });
  }
  if (start.length > 0) await engine.append(start);
  for await (const piece of pieces) await engine.append(piece);
  return await engine.end();
}

/** The first pieces as one of so many bytes; fewer where there are no more. */
async function atLeast(bytes: number, pieces: AsyncGenerator<Uint8Array>): Promise<Buffer> {
  let out: Buffer = Buffer.alloc(0);
  while (out.length < bytes) {
    const { value, done } = await pieces.next();
    if (done) break;
    out =
      out.length === 0
        ? Buffer.from(value.buffer, value.byteOffset, value.length)
        : Buffer.concat([out, value]);
  }
  return out;
}

/** Whole or not at all: a file of that name is there until the new one is complete. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw usageError(`${file} cannot be written (${code})`);
  }
}

export async function readText(file: string, stdin: Readable): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const piece of readPieces({ shown: file, path: file }, stdin))
    text += decoder.decode(piece, { stream: true });
  text += decoder.decode();
  // To the core no text is no playbook or model. A file without any is what a program that failed left behind.
  if (text === '') throw new PayoffError('bad_json', `${file} is empty`);
  return text;
}

/** Bytes of a file or of stdin (`-`), gzip undone. */
async function* readPieces({ shown, path }: EventFile, stdin: Readable): AsyncGenerator<Uint8Array> {
  if (path !== '-') await checkFile({ shown, path });
  const stream = path === '-' ? stdin : createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    yield* gunzipIfNeeded(stream as AsyncIterable<Uint8Array<ArrayBuffer>>);
  } catch (error) {
    if (!(error instanceof PayoffError)) throw unreadable(shown, error);
    throw new PayoffError(error.code, `${shown} ends or breaks within its gzip data`);
  }
}

async function checkFile({ shown, path }: EventFile): Promise<void> {
  let isDirectory: boolean;
  try {
    isDirectory = (await stat(path)).isDirectory();
  } catch (error) {
    throw unreadable(shown, error);
  }
  if (isDirectory) throw usageError(`${shown} is a directory; a file is needed`);
}
