// SPDX-License-Identifier: Apache-2.0
/** @file How does the command line answer? Prints to the streams given and returns the exit status. */

import type { Readable } from 'node:stream';
import { createEngine } from '../engine/create.js';
import { PayoffError } from '../engine/error.js';
import type { WasmPlace, Weekday } from '../engine/protocol.js';
import { loadEvents, readText, writeWhole } from './files.js';
import {
  type AskOptions,
  type Command,
  type ConvertOptions,
  type MergeOptions,
  parseCommand,
  USAGE,
} from './options.js';

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
    const answer = await answerOf(command, stdin, place);
    stdout.write(`${answer}\n`);
    return anyFailed(answer) ? 2 : 0;
  } catch (error) {
    stdout.write(`${JSON.stringify({ error: PayoffError.of(error) })}\n`);
    return 2;
  }
}

function answerOf(
  command: Exclude<Command, { name: 'help' | 'version' }>,
  stdin: Readable,
  place: WasmPlace,
): Promise<string> {
  switch (command.name) {
    case 'ask':
      return ask(command.options, stdin, place);
    case 'convert':
      return convert(command.options, stdin, place);
    case 'merge':
      return merge(command.options, stdin, place);
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
    await loadEvents(engine, options.events, stdin);
    return await engine.askText(question);
  } finally {
    engine.close();
  }
}

/** The answer is what was loaded. */
async function convert(
  { events, out, playbook }: ConvertOptions,
  stdin: Readable,
  place: WasmPlace,
): Promise<string> {
  const engine = await createEngine({
    worker: false,
    ...place,
    playbook: playbook === undefined ? undefined : await readText(playbook, stdin),
  });
  try {
    const summary = await loadEvents(engine, events, stdin);
    await writeWhole(out, await engine.snapshot());
    return JSON.stringify({ ok: true, ...summary });
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

function anyFailed(answer: string): boolean {
  const parsed = JSON.parse(answer) as unknown;
  return (Array.isArray(parsed) ? parsed : [parsed]).some(
    (one: unknown) => typeof one === 'object' && one !== null && 'error' in one,
  );
}
