// SPDX-License-Identifier: Apache-2.0
/** @file Whose events can be opened without a file of one's own, and what is shown of them first? */

import type { Playbook } from '../web/index.js';
import type { NamedPlaybook } from './files.js';

export type SourceId = 'helpdesk' | 'expenses' | 'own';

/** What is looked at: an account, and the month around a day. */
export interface Look {
  account: string;
  day: string;
}

export interface Source {
  id: Exclude<SourceId, 'own'>;
  events: string;
  playbook: string;
  /** What was learned from all of these events; the build learns it. */
  model?: string;
  /** The instant up to which the events are whole; without it that of the last event. */
  asOf?: string;
  first: Look;
  about: string;
  credit: string;
}

export const SOURCES: Record<Source['id'], Source> = {
  helpdesk: {
    id: 'helpdesk',
    events: 'helpdesk.ndjson.gz',
    playbook: 'helpdesk.playbook.json',
    model: 'helpdesk.model.json',
    asOf: '2026-11-01T00:00:00Z',
    first: { account: 'acct_3', day: '2026-10-15' },
    about: 'Two years of an invented help desk and its 300 customers.',
    credit:
      'The help desk, its customers and every figure are invented: a generator with a fixed seed, demo/helpdesk in the repository, makes them and says what is planted in them.',
  },
  expenses: {
    id: 'expenses',
    events: '/data/expenses.segment.ndjson.gz',
    playbook: 'expenses.playbook.json',
    first: { account: 'organizational unit 65458', day: '2018-07-15' },
    about: 'Two years of the travel declarations of a university. These are real.',
    credit:
      'Expense data: BPI Challenge 2020, International Declarations (CC BY 4.0): the travel declarations of a university, 2017 and 2018. Accounts are its organizational units; prices and minutes are assumptions of the playbook.',
  },
};

/** For somebody's own file that comes without a playbook: what can be said of any events. */
export const PLAIN_PLAYBOOK = 'plain.playbook.json';

export function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

/** Undefined where the server has no such file. */
export async function download(
  url: string,
  progress: (loaded: number, size: number) => void,
): Promise<Blob | undefined> {
  const response = await fetch(url);
  if (response.status === 404) return undefined;
  if (!response.ok || !response.body)
    throw new Error(`The server answered ${response.status}: start the demo anew.`);
  const size = Number(response.headers.get('content-length'));
  const reader = response.body.getReader();
  const parts: BlobPart[] = [];
  let loaded = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    loaded += next.value.length;
    progress(loaded, Math.max(size, loaded));
  }
  return new Blob(parts);
}

export async function readPlaybook(url: string): Promise<NamedPlaybook> {
  return { name: url, value: await readJson<Playbook>(url) };
}

export async function readJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: build the demo anew.`);
  return (await response.json()) as T;
}
