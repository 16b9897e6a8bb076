// SPDX-License-Identifier: Apache-2.0
/** @file Which of the files that were dropped are events, and which is the playbook? */

import type { Playbook } from '../web/index.js';

export interface NamedPlaybook {
  name: string;
  value: Playbook;
}

export interface Dropped {
  events?: File;
  playbook?: NamedPlaybook;
}

/** Longer than any playbook; a bigger .json is read as events. */
const LARGEST_PLAYBOOK_BYTES = 1 << 20;

/** Throws an Error whose message says what to do. */
export async function sortFiles(files: Iterable<File>): Promise<Dropped> {
  const dropped: Dropped = {};
  for (const file of files) {
    const playbook = await playbookIn(file);
    if (playbook) dropped.playbook = { name: file.name, value: playbook };
    else if (dropped.events) throw new Error('Two files of events at once: choose one of them.');
    else dropped.events = file;
  }
  return dropped;
}

async function playbookIn(file: File): Promise<Playbook | undefined> {
  if (!file.name.endsWith('.json') || file.size > LARGEST_PLAYBOOK_BYTES) return undefined;
  const text = await file.text();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    // Lines of JSON are no JSON; they are events. By its name, or its first field, it was meant to be a playbook.
    if (!/playbook/i.test(file.name) && !/^\s*\{\s*"payoff"/.test(text)) return undefined;
    throw new Error(`${file.name} is no JSON: ${String(cause)}. Mend it there and drop it again.`, { cause });
  }
  const isPlaybook = typeof parsed === 'object' && parsed !== null && 'payoff' in parsed;
  return isPlaybook ? (parsed as Playbook) : undefined;
}
