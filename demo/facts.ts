// SPDX-License-Identifier: Apache-2.0
/** @file What is in the file, and how much of it could be read? */

import type { LoadSummary, RejectReason } from '../web/index.js';
import { localDay } from './months.js';

export interface Facts {
  name: string;
  bytes: number;
  summary: LoadSummary;
  accounts: number;
  playbook: string;
  zone: string;
  tookMs: number;
}

const REASONS: Record<RejectReason, string> = {
  bad_json: 'not valid JSON',
  not_an_object: 'not a JSON object',
  no_event: 'no event name',
  no_time: 'no time',
  bad_time: 'a time that cannot be read',
};

const number = new Intl.NumberFormat('en');

export function byId<E extends HTMLElement = HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

function make(tag: string, text: string, className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

export function bytesText(bytes: number): string {
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat('en', { style: 'unit', unit, maximumFractionDigits: 1 }).format(size);
}

export function dayText(ms: number, zone: string): string {
  const day = new Date(`${localDay(ms, zone)}T00:00:00Z`);
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
}

export function drawFacts(facts: Facts): void {
  const { quality, first_ms, last_ms, format } = facts.summary;
  const rejected = Object.values(quality.rejected).reduce((all, count) => all + count, 0);
  const span =
    first_ms === null || last_ms === null
      ? 'no events'
      : `${dayText(first_ms, facts.zone)} to ${dayText(last_ms, facts.zone)}`;
  const rows: [string, string, boolean?][] = [
    ['File', facts.name, true],
    ['Rows', number.format(quality.rows)],
    ['Events counted', number.format(quality.accepted)],
    ['Duplicates left out', number.format(quality.duplicates)],
    ['Rows not readable', number.format(rejected)],
    ['Accounts', facts.accounts > 0 ? number.format(facts.accounts) : 'none named'],
    ['Size', bytesText(facts.bytes)],
    ['Span', span, true],
    ['Read as', `${format || 'unknown'}, in ${number.format(Math.round(facts.tookMs))} ms`, true],
    ['Playbook', facts.playbook, true],
  ];
  byId('facts').replaceChildren(
    ...rows.map(([term, value, wide]) => {
      const group = make('div', '', wide ? 'wide' : '');
      group.append(make('dt', term), make('dd', value));
      return group;
    }),
  );
  drawSkipped(facts.summary, rejected);
}

function drawSkipped({ quality }: LoadSummary, rejected: number): void {
  const details = byId<HTMLDetailsElement>('skipped');
  details.hidden = rejected === 0 && !quality.truncated;
  if (details.hidden) return;
  const [summary] = details.getElementsByTagName('summary');
  if (summary) summary.textContent = `Why ${rowsText(rejected)} could not be read`;
  const reasons = Object.entries(quality.rejected) as [RejectReason, number][];
  const lines = reasons.map(([reason, count]) => `${number.format(count)}: ${REASONS[reason] ?? reason}`);
  if (quality.truncated) lines.push('The file ends in the middle of a row: it is not whole.');
  byId('reasons').replaceChildren(...lines.map((line) => make('li', line)));
  byId('examples').replaceChildren(
    ...quality.examples.map(({ line, reason, detail }) => {
      const row = document.createElement('tr');
      row.append(
        make('td', number.format(line), 'number'),
        make('td', REASONS[reason] ?? reason),
        make('td', detail ?? ''),
      );
      return row;
    }),
  );
  const shown = quality.examples.length;
  byId('examples-note').textContent =
    shown < rejected ? `The first ${shown} of ${number.format(rejected)}.` : '';
}

function rowsText(count: number): string {
  return count === 1 ? 'one row' : `${number.format(count)} rows`;
}
