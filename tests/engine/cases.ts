// SPDX-License-Identifier: Apache-2.0
/** @file The JSON cases of tests/cases, as Node reads and runs them; browsers and the native program must agree. */

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createEngine } from '../../web/engine/index.js';
import type { Defaults, WasmPlace } from '../../web/engine/protocol.js';

export interface Case {
  name: string;
  playbook?: unknown;
  /** What learn or merge printed. */
  model?: unknown;
  defaults?: Defaults;
  /** A string is a line as it stands, anything else is written as JSON. */
  events: readonly unknown[];
  asks: readonly { question: unknown; answer?: unknown }[];
}

/** What a runtime is given, as text. */
export interface Script {
  playbook: string;
  model: string;
  defaults: Defaults;
  events: string;
  questions: string[];
}

export async function readCases(folder = 'tests/cases'): Promise<Case[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const cases: Case[] = [];
  for (const name of names) {
    const parsed = JSON.parse(await readFile(join(folder, name), 'utf8')) as Case | Case[];
    cases.push(...[parsed].flat().map((one) => ({ ...one, name: `${name}: ${one.name}` })));
  }
  return cases;
}

export function scriptOf({ playbook, model, defaults = {}, events, asks }: Case): Script {
  return {
    playbook: playbook === undefined ? '' : JSON.stringify(playbook),
    model: model === undefined ? '' : JSON.stringify(model),
    defaults,
    events: events.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join(''),
    questions: asks.map(({ question }) => JSON.stringify(question)),
  };
}

/** The answers' texts, in order. What is wrong with the playbook answers every question. */
export async function runInNode(script: Script, place: WasmPlace): Promise<string[]> {
  const { playbook, model, defaults, events, questions } = script;
  const { zone, week_start: weekStart, as_of: asOf } = defaults;
  let engine: Awaited<ReturnType<typeof createEngine>>;
  try {
    engine = await createEngine({ ...place, playbook, model, zone, weekStart, asOf, worker: false });
  } catch (error) {
    return questions.map(() => JSON.stringify({ error }));
  }
  await engine.append(events);
  await engine.end();
  const texts: string[] = [];
  for (const question of questions) texts.push(await engine.askText(question));
  engine.close();
  return texts;
}

/** The program's standard output for the questions one by one, without its line end. */
export async function runProgram(command: readonly string[], script: Script): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'payoff-case-'));
  try {
    const events = join(folder, 'events.ndjson');
    await writeFile(events, script.events);
    const options = ['--events', events];
    if (script.playbook !== '') {
      await writeFile(join(folder, 'playbook.json'), script.playbook);
      options.push('--playbook', join(folder, 'playbook.json'));
    }
    if (script.model !== '') {
      await writeFile(join(folder, 'model.json'), script.model);
      options.push('--model', join(folder, 'model.json'));
    }
    const { zone, week_start, as_of } = script.defaults;
    if (zone !== undefined) options.push('--zone', zone);
    if (week_start !== undefined) options.push('--week-start', week_start);
    if (as_of !== undefined) options.push('--as-of', as_of);
    const [program = '', ...first] = command;
    const texts: string[] = [];
    for (const question of script.questions) {
      texts.push(await outputOf(program, [...first, 'ask', ...options, '--question', question]));
    }
    return texts;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function outputOf(program: string, args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 1 << 26 });
    return stdout.replace(/\n$/, '');
  } catch (error) {
    // Status 2 is an answer too: its error is on stdout.
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === 2 && stdout) return stdout.replace(/\n$/, '');
    throw new Error(`${program} failed with ${String(code)}: ${stderr ?? String(error)}`);
  }
}

/** Fails with the place where two answers part: whole answers side by side are no help. */
export function sameText(actual: string | undefined, expected: string | undefined, what: string): void {
  if (actual === expected) return;
  const [a, b] = [actual ?? '', expected ?? ''];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  throw new Error(`${what}: at byte ${at}\n  got  ...${around(a)}...\n  want ...${around(b)}...`);
}
