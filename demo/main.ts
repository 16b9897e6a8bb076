// SPDX-License-Identifier: Apache-2.0
/** @file What would each customer in this file see? Opens events, and shows one account's widgets for one month. */

import type { LoadSummary, Model, Payoff } from '../web/index.js';
import { accountsIn } from './accounts.js';
import { byId, bytesText, dayText, drawFacts } from './facts.js';
import { type NamedPlaybook, sortFiles } from './files.js';
import { SHOWCASES } from './helpdesk/showcase.js';
import { type Month, monthsBetween } from './months.js';
import {
  download,
  type Look,
  nameOf,
  PLAIN_PLAYBOOK,
  readJson,
  readPlaybook,
  SOURCES,
  type Source,
  type SourceId,
} from './sources.js';

/** From where the published files are served, as for any page: a bundle would have a second engine inside. */
const SERVED = '/payoff/index.js';
const { createPayoff } = (await import(SERVED)) as typeof import('../web/index.js');

/** Events that are at hand, and what counts as value in them. */
interface Chosen {
  source: SourceId;
  name: string;
  file: Blob;
  playbook: NamedPlaybook;
  model: Model | undefined;
}

interface Opened extends Chosen {
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
/** What has been opened before, and what was looked at: going back to it is quick. */
const chosen = new Map<SourceId, Chosen>();
const looks = new Map<SourceId, Look>();

// ---- opening ------------------------------------------------------------------------------------------------

async function open(wanted: Chosen, mine = ++turn): Promise<void> {
  const { source, name, file, playbook, model } = wanted;
  const begun = performance.now();
  const payoff = createPayoff({ events: file, playbook: playbook.value, model, questions: 'all' });
  const end = payoff.subscribe(({ loadedBytes }) => {
    if (mine === turn) showProgress(`Reading ${name}`, loadedBytes, file.size);
  });
  showProgress(`Reading ${name}`, 0, file.size);
  try {
    // The engine says what is wrong with a file; the list of accounts need not say it again.
    const [summary, accounts] = await Promise.all([
      payoff.load(),
      accountsIn(file, playbook.value).catch(() => []),
    ]);
    if (mine !== turn) return payoff.close();
    keepLook();
    const before = opened;
    opened = { ...wanted, summary, payoff };
    chosen.set(source, wanted);
    drawFacts({
      name,
      bytes: file.size,
      summary,
      accounts: accounts.length,
      playbook: `${playbook.name}, version ${playbook.value.version}`,
      zone: zoneOf(opened),
      tookMs: performance.now() - begun,
    });
    const look = looks.get(source) ?? (source === 'own' ? undefined : SOURCES[source].first);
    fillAccounts(accounts, look?.account);
    fillMonths(look?.day);
    showSource(source);
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
  const mine = begin();
  try {
    const dropped = await sortFiles(list);
    // A playbook alone is tried on what is shown; events alone go by the playbook that came with the last ones.
    const { events } = dropped;
    const before = events ? chosen.get('own') : opened;
    const playbook = dropped.playbook ?? before?.playbook ?? (await readPlaybook(PLAIN_PLAYBOOK));
    const file = events ?? before?.file;
    if (mine !== turn) return;
    if (!file) throw new Error('A playbook alone shows nothing: drop the events with it.');
    const name = events?.name ?? before?.name ?? 'The file';
    // A model was learned under its own playbook, and from its own customers.
    await open({ source: 'own', name, file, playbook, model: undefined }, mine);
  } catch (error) {
    if (mine === turn) showError(list.map(({ name }) => name).join(', '), error);
  }
}

async function openSource({ id, events, playbook, model }: Source): Promise<void> {
  const mine = begin();
  const name = nameOf(events);
  if (!opened) showSource(id);
  try {
    const known = chosen.get(id);
    if (known) return await open(known, mine);
    const [file, book, learned] = await Promise.all([
      download(events, (loaded, size) => {
        if (mine === turn) showProgress(`Fetching ${name}`, loaded, size);
      }),
      readPlaybook(playbook),
      model === undefined ? undefined : readJson<Model>(model),
    ]);
    if (mine !== turn) return;
    if (file) return await open({ source: id, name, file, playbook: book, model: learned }, mine);
    byId('loading').hidden = true;
    byId('no-data').hidden = false;
    showSource(opened?.source ?? 'own');
  } catch (error) {
    if (mine === turn) showError(name, error);
  }
}

/** Another wish: what was said of the last one no longer holds. */
function begin(): number {
  showError();
  byId('no-data').hidden = true;
  return ++turn;
}

/** Sets the switch and what goes with it. Without a file of one's own there is a place to drop one. */
function showSource(id: SourceId): void {
  byId<HTMLInputElement>(`source-${id}`).checked = true;
  const isWaiting = id === 'own' && opened?.source !== 'own';
  byId('drop-here').hidden = !isWaiting;
  for (const part of ['choices', 'widgets', 'data']) byId(part).hidden = isWaiting || !opened;
  byId('others').hidden = id !== 'own';
  byId('about').textContent =
    id === 'own' ? 'It is read in this tab and goes nowhere else.' : SOURCES[id].about;
  byId('credit').textContent = id === 'own' ? '' : SOURCES[id].credit;
}

function keepLook(): void {
  if (opened) looks.set(opened.source, { account: accountList.value, day: chosenDay() ?? '' });
}

// ---- what is shown ------------------------------------------------------------------------------------------

/** The elements' own Payoff: of the same engine, for the chosen account. */
function show(): void {
  if (!opened) return;
  const { file, playbook, model, summary, source } = opened;
  const account = accountList.value || undefined;
  const before = shown;
  // A file is whole up to its last event and says nothing of the time after it.
  const last = summary.last_ms === null ? undefined : new Date(summary.last_ms + 1).toISOString();
  const whole = source === 'own' ? undefined : SOURCES[source].asOf;
  const asOf = whole ?? last;
  shown = createPayoff({ events: file, playbook: playbook.value, model, account, asOf, questions: 'all' });
  const locale = choice('language');
  // Without an account there is nobody whose steps these would be; it is not asked then.
  const hasSteps = account !== undefined && playbook.value.activation !== undefined;
  checklist.hidden = !hasSteps;
  byId('no-steps').hidden = hasSteps;
  byId('no-steps').textContent =
    account === undefined
      ? 'These events name no account, so there is no one whose first steps a checklist could show. The report counts all events together.'
      : 'The playbook names no first steps, so there is no checklist. Drop one with an activation part to see it.';
  if (hasSteps) Object.assign(checklist, { locale, payoff: shown });
  Object.assign(report, { locale, period: monthList.value, payoff: shown });
  byId('as-of').textContent = asOf
    ? `As of ${dayText(Date.parse(asOf), zoneOf(opened))}${whole ? '' : ', the day of the last event'}. Days by the clock of ${zoneOf(opened)}.`
    : '';
  before?.close();
}

function fillAccounts(accounts: string[], wanted = ''): void {
  const stories = opened?.source === 'helpdesk' ? SHOWCASES.filter(({ id }) => accounts.includes(id)) : [];
  const rest = accounts.filter((name) => !stories.some(({ id }) => id === name));
  accountList.replaceChildren(
    ...(stories.length > 0
      ? [
          groupOf(
            'Worth a look',
            stories.map(({ id, story }) => new Option(`${id}: ${story}`, id)),
          ),
          groupOf(
            'The others, busiest first',
            rest.map((name) => new Option(name)),
          ),
        ]
      : rest.map((name) => new Option(name))),
    ...(accounts.length === 0 ? [new Option('All events together', '')] : []),
  );
  accountList.value = accounts.includes(wanted) ? wanted : (accounts[0] ?? '');
  accountList.disabled = accounts.length === 0;
}

function groupOf(label: string, options: HTMLOptionElement[]): HTMLOptGroupElement {
  const group = document.createElement('optgroup');
  group.label = label;
  group.append(...options);
  return group;
}

/** The month that holds the day, else the last that is over. */
function fillMonths(day = ''): void {
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
function chosenDay(): string | undefined {
  const from = months.find(({ value }) => value === monthList.value)?.from;
  return from && new Date(Date.parse(from) + 14 * 86_400_000).toISOString().slice(0, 10);
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

function showProgress(doing: string, loaded: number, size: number): void {
  byId('loading').hidden = false;
  byId('progress-text').textContent = `${doing}: ${bytesText(loaded)} of ${bytesText(size)}`;
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
  showSource(opened?.source ?? 'own');
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
byId('sources').addEventListener('change', () => switchTo(choice('source') as SourceId));

function switchTo(id: SourceId): void {
  const known = chosen.get(id);
  if (id !== 'own') return void openSource(SOURCES[id]);
  const mine = begin();
  byId('loading').hidden = true;
  if (known) void open(known, mine);
  else showSource('own');
}
for (const button of document.querySelectorAll('[data-choose]')) {
  button.addEventListener('click', () => byId('choose').click());
}

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

// Whoever was quicker than this script has switched already.
switchTo(choice('source') as SourceId);
