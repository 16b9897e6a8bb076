// SPDX-License-Identifier: Apache-2.0
/** @file What would each customer in this file see? Opens events, and shows one account's widgets for one month. */

import type { LoadSummary, Payoff } from '../web/index.js';
import { accountsIn } from './accounts.js';
import { byId, bytesText, dayText, drawFacts } from './facts.js';
import { type NamedPlaybook, sortFiles } from './files.js';
import { type Month, monthsBetween } from './months.js';

/** From where the published files are served, as for any page: a bundle would have a second engine inside. */
const SERVED = '/payoff/index.js';
const { createPayoff } = (await import(SERVED)) as typeof import('../web/index.js');

const EXPENSES = '/data/expenses.segment.ndjson.gz';
const EXPENSES_PLAYBOOK = 'expenses.playbook.json';
/** Where the expense data open; with any other file it is the busiest account and the last whole month. */
const FIRST_LOOK = { account: 'organizational unit 65458', month: '2018-07' };

interface Opened {
  name: string;
  file: Blob;
  playbook: NamedPlaybook;
  summary: LoadSummary;
  /** Keeps the engine while accounts are changed. */
  payoff: Payoff;
}

const checklist = byId<HTMLElement & { payoff?: Payoff; locale: string }>('checklist');
const report = byId<HTMLElement & { payoff?: Payoff; locale: string; period: string }>('report');
const accountList = byId<HTMLSelectElement>('account');
const monthList = byId<HTMLSelectElement>('month');

let opened: Opened | undefined;
let shown: Payoff | undefined;
let months: Month[] = [];
/** Only the last file that was asked for is shown. */
let turn = 0;
let expenses: Blob | undefined;
let expensesPlaybook: NamedPlaybook | undefined;

// ---- opening ------------------------------------------------------------------------------------------------

async function open(file: Blob, name: string, playbook: NamedPlaybook): Promise<void> {
  const mine = ++turn;
  const begun = performance.now();
  const payoff = createPayoff({ events: file, playbook: playbook.value });
  const end = payoff.subscribe(({ loadedBytes }) => {
    if (mine === turn) showProgress(name, loadedBytes, file.size);
  });
  showError();
  showProgress(name, 0, file.size);
  try {
    // The engine says what is wrong with a file; the list of accounts need not say it again.
    const [summary, accounts] = await Promise.all([
      payoff.load(),
      accountsIn(file, playbook.value).catch(() => []),
    ]);
    if (mine !== turn) return payoff.close();
    const before = opened;
    opened = { name, file, playbook, summary, payoff };
    const tookMs = performance.now() - begun;
    const { version } = playbook.value;
    drawFacts({
      name,
      bytes: file.size,
      summary,
      accounts: accounts.length,
      playbook: `${playbook.name}, version ${version}`,
      zone: zoneOf(opened),
      tookMs,
    });
    fillAccounts(accounts);
    fillMonths(chosenDay());
    byId('no-data').hidden = true;
    byId('widgets').hidden = false;
    byId('source').hidden = file !== expenses;
    byId('again').hidden = file === expenses || !expenses;
    say(`${name} is open: ${summary.quality.accepted} events.`);
    show();
    before?.payoff.close();
  } catch (error) {
    payoff.close();
    if (mine === turn) showError(name, error, playbook);
  } finally {
    end();
    if (mine === turn) byId('loading').hidden = true;
  }
}

async function openFiles(files: Iterable<File>): Promise<void> {
  const list = [...files];
  if (list.length === 0) return;
  try {
    const dropped = await sortFiles(list);
    const playbook = dropped.playbook ?? opened?.playbook ?? (await readExpensesPlaybook());
    const file = dropped.events ?? opened?.file;
    if (file) await open(file, dropped.events?.name ?? opened?.name ?? 'The file', playbook);
    else showError(playbook.name, new Error('A playbook alone shows nothing: drop the events with it.'));
  } catch (error) {
    showError(list.map(({ name }) => name).join(', '), error);
  }
}

async function readExpensesPlaybook(): Promise<NamedPlaybook> {
  if (!expensesPlaybook) {
    const response = await fetch(EXPENSES_PLAYBOOK);
    if (!response.ok)
      throw new Error(`${EXPENSES_PLAYBOOK} answered ${response.status}: build the demo anew.`);
    expensesPlaybook = { name: EXPENSES_PLAYBOOK, value: await response.json() };
  }
  return expensesPlaybook;
}

async function openExpenses(): Promise<void> {
  const name = EXPENSES.slice(EXPENSES.lastIndexOf('/') + 1);
  try {
    if (!expenses) {
      const response = await fetch(EXPENSES);
      if (response.status === 404) {
        byId('no-data').hidden = false;
        return;
      }
      if (!response.ok) throw new Error(`The server answered ${response.status}: start the demo anew.`);
      expenses = await response.blob();
    }
    await open(expenses, name, await readExpensesPlaybook());
  } catch (error) {
    showError(name, error);
  }
}

// ---- what is shown ------------------------------------------------------------------------------------------

/** The elements' own Payoff: of the same engine, for the chosen account. */
function show(): void {
  if (!opened) return;
  const { file, playbook, summary } = opened;
  const account = accountList.value || undefined;
  const before = shown;
  // The data are whole up to their last event and say nothing of the time after it.
  const asOf = summary.last_ms === null ? undefined : new Date(summary.last_ms + 1).toISOString();
  shown = createPayoff({ events: file, playbook: playbook.value, account, asOf });
  const locale = choice('language');
  checklist.hidden = account === undefined;
  byId('no-account').hidden = account !== undefined;
  // Without an account there is nobody whose steps these would be; it is not asked then.
  if (account !== undefined) Object.assign(checklist, { locale, payoff: shown });
  Object.assign(report, { locale, period: monthList.value, payoff: shown });
  byId('as-of').textContent =
    summary.last_ms === null
      ? ''
      : `As of ${dayText(summary.last_ms, zoneOf(opened))}, the day of the last event. Days by the clock of ${zoneOf(opened)}.`;
  before?.close();
}

function fillAccounts(accounts: string[]): void {
  const before = accountList.value;
  const wanted = [before, FIRST_LOOK.account].find((name) => accounts.includes(name)) ?? accounts[0] ?? '';
  accountList.replaceChildren(
    ...(accounts.length > 0
      ? accounts.map((name) => new Option(name))
      : [new Option('All events together', '')]),
  );
  accountList.value = wanted;
  accountList.disabled = accounts.length === 0;
}

/** The month that holds the day, else the last that is over. */
function fillMonths(day: string): void {
  if (!opened) return;
  const { first_ms, last_ms } = opened.summary;
  const calendar = choice('language') === 'fa' ? 'persian' : 'gregory';
  months =
    first_ms === null || last_ms === null ? [] : monthsBetween(first_ms, last_ms, zoneOf(opened), calendar);
  monthList.replaceChildren(...months.map(({ value, label }) => new Option(label, value)));
  monthList.disabled = months.length === 0;
  const holding = months.findIndex(({ from }) => from <= day);
  const inside = holding > 0 || (holding === 0 && day < `${months[0]?.from.slice(0, 7)}-32`);
  monthList.value = months[inside ? holding : Math.min(1, months.length - 1)]?.value ?? '';
}

/** In the middle of the month, so that a month of another calendar is the one that is mostly the same. */
function chosenDay(): string {
  const from = months.find(({ value }) => value === monthList.value)?.from;
  if (from === undefined) return `${FIRST_LOOK.month}-15`;
  return new Date(Date.parse(from) + 14 * 86_400_000).toISOString().slice(0, 10);
}

function zoneOf({ playbook }: Opened): string {
  return playbook.value.time?.zone ?? 'UTC';
}

function choice(name: string): string {
  return document.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value ?? '';
}

// ---- what is said -------------------------------------------------------------------------------------------

function say(text: string): void {
  byId('status').textContent = text;
}

function showProgress(name: string, loaded: number, size: number): void {
  byId('loading').hidden = false;
  byId('progress-text').textContent = `Reading ${name}: ${bytesText(loaded)} of ${bytesText(size)}`;
  const bar = byId<HTMLProgressElement>('progress');
  bar.max = Math.max(1, size);
  bar.value = loaded;
}

/** Without an error: takes away the last one. */
function showError(name = '', error?: unknown, playbook?: NamedPlaybook): void {
  const box = byId('error');
  box.hidden = error === undefined;
  box.replaceChildren();
  if (error === undefined) return;
  byId('loading').hidden = true;
  const { code, path, message } = Object(error) as { code?: string; path?: string; message?: string };
  const lines = [`${name} could not be opened.`, message ?? String(error)];
  const format = playbook?.value.data?.format;
  if (code === 'not_events' && format && format !== 'auto')
    lines.push(`${playbook.name} reads ${format} exports: drop a playbook for this file together with it.`);
  if (code) lines.push(`Code ${code}${path ? ` at ${path}` : ''}.`);
  if (opened) lines.push(`Still shown: ${opened.name}.`);
  box.append(
    ...lines.map((line, at) => {
      const p = document.createElement('p');
      const holder = at === 0 ? p.appendChild(document.createElement('b')) : p;
      holder.textContent = line;
      return p;
    }),
  );
}

// ---- what a person does -------------------------------------------------------------------------------------

accountList.addEventListener('change', show);
monthList.addEventListener('change', () => {
  report.period = monthList.value;
});
report.addEventListener('payoff-period', ({ detail }) => {
  const { from } = detail as { from: string };
  const month = months.find((each) => each.from === from);
  // Before the first month or after the last the list has no word for it, and the report says it itself.
  monthList.value = month?.value ?? '';
  if (month) report.period = month.value;
});

byId('choices').addEventListener('submit', (event) => event.preventDefault());
byId('choices').addEventListener('change', ({ target }) => {
  const { name, value } = target as HTMLInputElement;
  if (name === 'theme') document.documentElement.dataset['theme'] = value;
  if (name === 'width') byId('widgets').dataset['width'] = value;
  if (name === 'language') {
    const day = chosenDay();
    fillMonths(day);
    show();
  }
});

byId<HTMLInputElement>('choose').addEventListener('change', ({ target }) => {
  const input = target as HTMLInputElement;
  const files = [...(input.files ?? [])];
  input.value = ''; // So that the same file, mended, can be chosen again.
  void openFiles(files);
});
byId('again').addEventListener('click', () => void openExpenses());

function markDrop(on: boolean): void {
  document.documentElement.toggleAttribute('data-dropping', on);
}
addEventListener('dragover', (event) => {
  event.preventDefault();
  markDrop(true);
});
addEventListener('dragleave', ({ relatedTarget }) => {
  if (relatedTarget === null) markDrop(false);
});
addEventListener('drop', (event) => {
  event.preventDefault();
  markDrop(false);
  void openFiles(event.dataTransfer?.files ?? []);
});

void openExpenses();
