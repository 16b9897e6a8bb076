// SPDX-License-Identifier: Apache-2.0
/** @file How does the command line answer? Prints to the streams given and returns the exit status. */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createEngine, type Engine } from '../engine/create.js';
import { PayoffError } from '../engine/error.js';
import type { WasmPlace, Weekday } from '../engine/protocol.js';
import { gunzipIfNeeded } from '../source/gunzip.js';
import { type EventFile, filesBelow, unreadable } from './event_files.js';
import { type AskOptions, type MergeOptions, parseCommand, USAGE, usageError } from './options.js';

export interface Streams {
  stdin: Readable;
  stdout: { write(text: string): unknown };
}

export async function run(
  args: readonly string[],
  { stdin, stdout }: Streams,
  place: WasmPlace = {},
): Promise<number> {
  try {
    const command = parseCommand(args);
    if (command.name === 'help') {
      stdout.write(USAGE);
      return 0;
    }
    if (command.name === 'version') {
      const engine = await createEngine({ worker: false, ...place });
      stdout.write(`payoff ${engine.info.version}\n`);
      engine.close();
      return 0;
    }
    const answer =
      command.name === 'merge'
        ? await merge(command.options, stdin, place)
        : await ask(command.options, stdin, place);
    stdout.write(`${answer}\n`);
    return anyFailed(answer) ? 2 : 0;
  } catch (error) {
    stdout.write(`${JSON.stringify({ error: PayoffError.of(error) })}\n`);
    return 2;
  }
}

async function ask(options: AskOptions, stdin: Readable, place: WasmPlace): Promise<string> {
  const { playbook, model, zone, weekStart, asOf } = options;
  const engine = await createEngine({
    worker: false,
    ...place,
    playbook: playbook === undefined ? undefined : await readText(playbook, stdin),
    model: model === undefined ? undefined : await readText(model, stdin),
    zone,
    weekStart: weekStart as Weekday | undefined,
    asOf,
  });
  try {
    const question = options.question === '-' ? await readText('-', stdin) : options.question;
    for (const file of options.events) await load(engine, file, stdin);
    return await engine.askText(question);
  } finally {
    engine.close();
  }
}

/** The texts of the parts go into the question as texts, so that the core says what is wrong with one, and where. */
async function merge({ parts, isPart }: MergeOptions, stdin: Readable, place: WasmPlace): Promise<string> {
  const texts: string[] = [];
  for (const file of parts) texts.push(await readText(file, stdin));
  const engine = await createEngine({ worker: false, ...place });
  try {
    await engine.end();
    return await engine.askText(JSON.stringify({ ask: 'merge', part: isPart, parts: texts }));
  } finally {
    engine.close();
  }
}

/** A file, or all files of a directory. */
async function load(engine: Engine, named: string, stdin: Readable): Promise<void> {
  const isDirectory = named !== '-' && (await stat(named).catch(() => undefined))?.isDirectory() === true;
  const files = isDirectory ? await filesBelow(named) : [{ shown: named, path: named }];
  for (const file of files) {
    for await (const piece of readPieces(file, stdin)) await engine.append(piece);
    await engine.end();
  }
}

async function readText(file: string, stdin: Readable): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const piece of readPieces({ shown: file, path: file }, stdin))
    text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
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

function anyFailed(answer: string): boolean {
  const parsed = JSON.parse(answer) as unknown;
  return (Array.isArray(parsed) ? parsed : [parsed]).some(
    (one: unknown) => typeof one === 'object' && one !== null && 'error' in one,
  );
}
