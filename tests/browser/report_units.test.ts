// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';
import { calmBounds, linePath, runningTotal, weekly } from '../../web/charts/shape.js';
import { parseFigure } from '../../web/components/report/assumptions.js';
import { monthOf, neighbour, wantedPeriod } from '../../web/components/report/period.js';
import { figuresOf, renderTemplate, templateFor } from '../../web/components/report/template.js';
import { timeColumn } from '../../web/components/report/view.js';
import { goalHow } from '../../web/components/shared/goal_words.js';
import { safeHref } from '../../web/components/shared/safe_href.js';
import { en as shared } from '../../web/i18n/en.js';
import { enReport } from '../../web/i18n/en_report.js';
import { fa } from '../../web/i18n/fa.js';
import { daysBetween, localDay } from '../../web/i18n/format.js';
import { addEnglish, loadTexts, setMessages } from '../../web/i18n/index.js';
import { reportAnswer } from './report_fixtures.js';

// As the report does when it is loaded.
addEnglish(enReport);
const en = { ...shared, ...enReport };

test('only http, https, mailto and relative addresses become links, as they were written', () => {
  for (const good of [
    'https://x.example/a',
    'http://x.example',
    'mailto:a@b.example',
    '/settings',
    'a/b?c#d',
    '#top',
    '//x.example',
  ]) {
    assert.equal(safeHref(good), good);
  }
  const bad = [
    'javascript:x',
    'JaVaScRiPt:x',
    '\u0001javascript:x',
    'java\nscript:x',
    'data:,x',
    'vbscript:x',
    'blob:x',
    'file:///etc',
    'about:blank',
    'http://[',
    '',
    ' ',
    null,
    7,
    {},
  ];
  for (const each of bad) assert.equal(safeHref(each), undefined, String(each));
});

test('last month, this month and a named month are whole months, in the Gregorian and in the Persian calendar', () => {
  const wanted = (period: string, from = '', to = '') => ({ period, from, to });
  const month = (from: string, to: string) => ({ from, to, month: true });
  assert.deepEqual(
    wantedPeriod(wanted('last-month'), '2026-01-05', 'gregory'),
    month('2025-12-01', '2026-01-01'),
  );
  assert.deepEqual(
    wantedPeriod(wanted('this-month'), '2026-02-28', 'gregory'),
    month('2026-02-01', '2026-03-01'),
  );
  assert.deepEqual(
    wantedPeriod(wanted('2018-07'), '2026-02-28', 'gregory'),
    month('2018-07-01', '2018-08-01'),
  );
  assert.deepEqual(
    wantedPeriod(wanted('last-month'), '2026-11-05', 'persian'),
    month('2026-09-23', '2026-10-23'),
  );
  assert.deepEqual(
    wantedPeriod(wanted('1405-07'), '2026-11-05', 'persian'),
    month('2026-09-23', '2026-10-23'),
  );
  // Esfand of a leap year has 30 days.
  assert.deepEqual(
    wantedPeriod(wanted('1403-12'), '2026-11-05', 'persian'),
    month('2025-02-19', '2025-03-21'),
  );
  assert.deepEqual(
    wantedPeriod(wanted('nonsense'), '2026-11-05', 'gregory'),
    month('2026-10-01', '2026-11-01'),
  );
  assert.deepEqual(wantedPeriod(wanted('', '2026-10-05', '2026-10-12'), '2026-11-05', 'gregory'), {
    from: '2026-10-05',
    to: '2026-10-12',
    month: false,
  });
  assert.deepEqual(
    wantedPeriod(wanted('', '2026-10-01', '2026-11-01'), '2026-11-05', 'gregory'),
    month('2026-10-01', '2026-11-01'),
  );
});

test('after the turn of the Persian year last month is an Esfand of 30 days in a leap year and of 29 in others', () => {
  const lastMonth = (today: string) =>
    wantedPeriod({ period: 'last-month', from: '', to: '' }, today, 'persian');
  // Esfand of 1399, 1403 and 1408, which are leap years, and of 1404 and 1405, which are not. Nowruz of each year as
  // the calendar centre of the University of Tehran gives it.
  const expected = [
    ['2021-03-25', '2021-02-19', '2021-03-21', 30],
    ['2025-03-25', '2025-02-19', '2025-03-21', 30],
    ['2026-04-20', '2026-02-20', '2026-03-21', 29],
    ['2027-03-21', '2027-02-20', '2027-03-21', 29],
    ['2030-03-31', '2030-02-19', '2030-03-21', 30],
  ] as const;
  for (const [today, from, to, days] of expected) {
    const esfand = lastMonth(today);
    assert.deepEqual(esfand, { from, to, month: true }, today);
    assert.equal(daysBetween(from, to), days);
    // The month before it is Bahman, of 30 days.
    const bahman = neighbour(esfand, -1, 'persian');
    assert.deepEqual([bahman.to, daysBetween(bahman.from, bahman.to)], [from, 30]);
    assert.equal(neighbour(bahman, 1, 'persian').to, to);
  }
  assert.deepEqual(wantedPeriod({ period: '1404-12', from: '', to: '' }, '2026-11-05', 'persian'), {
    from: '2026-02-20',
    to: '2026-03-21',
    month: true,
  });
});

test('the neighbour of a month is a month, of a run of days one as long', () => {
  assert.deepEqual(neighbour(monthOf('2026-03-15', 'gregory'), -1, 'gregory'), {
    from: '2026-02-01',
    to: '2026-03-01',
    month: true,
  });
  assert.deepEqual(neighbour(monthOf('2026-12-15', 'gregory'), 1, 'gregory'), {
    from: '2027-01-01',
    to: '2027-02-01',
    month: true,
  });
  const week = { from: '2026-10-05', to: '2026-10-12', month: false };
  assert.deepEqual(neighbour(week, -1, 'gregory'), { from: '2026-09-28', to: '2026-10-05', month: false });
});

test('the local day of an instant is that of the account, not of the machine', () => {
  assert.equal(localDay('2026-10-31T23:30:00Z', 'Asia/Tehran'), '2026-11-01');
  assert.equal(localDay('2026-11-01T02:00:00Z', 'America/Los_Angeles'), '2026-10-31');
  assert.equal(localDay('2026-11-01', 'America/Los_Angeles'), '2026-11-01');
});

test('durations are short, and differences are those of the figures as written', async () => {
  const texts = await loadTexts('en');
  assert.equal(texts.duration(84), '1 h 24 m');
  assert.equal(texts.duration(65), '1 h 05 m');
  assert.equal(texts.duration(24.4), '24 min');
  assert.equal(texts.duration(45, 'seconds'), '45 s');
  assert.equal(texts.duration(120), '2 h');
  assert.equal(texts.duration(0), '0 min');
  assert.equal(texts.duration(12.43, 'days'), '12.4 days');
  assert.equal(texts.durationBetween(84, 112).text, '28 min');
  assert.equal(texts.durationBetween(12.44, 13.77, 'days').text, '1.4 days');
});

test('money has the digits of its currency, and percent changes a sign that is a true minus', async () => {
  const texts = await loadTexts('en');
  assert.equal(texts.money(3504, 'USD', true), '$3,504');
  assert.equal(texts.money(12.5, 'EUR'), '\u20ac12.50');
  assert.equal(texts.money(1200, 'JPY'), '\u00a51,200');
  assert.equal(texts.money(12.5, 'beans'), '12.5 beans');
  assert.equal(texts.percentChange(0.124), '+12.4%');
  assert.equal(texts.percentChange(-0.021), '\u22122.1%');
  assert.equal(texts.number(-0.2), '0');
});

test('a language falls back to its base, a missing word and a missing language to English', async () => {
  assert.equal((await loadTexts('fa-IR')).dir, 'rtl');
  assert.equal((await loadTexts('xx')).t('retry'), 'Try again');
  assert.equal((await loadTexts('not a tag!')).t('retry'), 'Try again');
  setMessages('de', { retry: 'Noch einmal' });
  const german = await loadTexts('de-AT');
  assert.equal(german.t('retry'), 'Noch einmal');
  assert.equal(german.t('checklist_hide'), 'Hide checklist');
  assert.equal((await loadTexts('en')).t('checklist_left', { count: 1 }), 'One more to go.');
});

test('every language names the same values as English does, in every message', () => {
  const values = (message: unknown) => new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? []);
  // "share" is "change" without its sign, for languages that say it in words.
  const free = new Set(['{count}', '{share}']);
  for (const [key, message] of Object.entries(fa)) {
    const known = values(en[key as keyof typeof en]);
    for (const value of values(message))
      assert.ok(known.has(value) || free.has(value), `${key} has no ${value}`);
  }
  assert.deepEqual(Object.keys(fa).sort(), Object.keys(en).sort());
});

test('templates format what they name, reach nothing else, and leave out what is not known', async () => {
  const texts = await loadTexts('en');
  const figures = figuresOf(reportAnswer());
  const render = (template: string) => renderTemplate(texts, template, figures);
  assert.equal(render('Up {{ metrics.solved.change | percent_change }}.'), 'Up +4.0%.');
  assert.equal(
    render('{{ roi.value.expected | money }} and {{ metrics.first_reply.total | duration }}'),
    '$3,504 and 1 h 24 m',
  );
  assert.equal(render('From {{ range.from | date }}'), 'From 1 October 2026');
  assert.equal(
    render('{{ metrics.rating.total | percent }}, {{ metrics.rating.total | number: 2 }}'),
    '94%, 0.94',
  );
  assert.equal(render('One. {{ metrics.nope.total | number }} two. Three.'), 'One. Three.');
  for (const path of [
    'constructor',
    '__proto__',
    'metrics.solved.constructor',
    'metrics',
    'texts',
    'roi.audit.length',
  ]) {
    assert.equal(render(`{{ ${path} }}`), '', path);
  }
  assert.equal(render('{{ metrics.solved.total | shout }}'), '');
  assert.equal(render('{% for x in y %}a{% endfor %}'), '');
  assert.equal(render(`${'{{ metrics.solved.total }} '.repeat(300)}`).length < 200 * 8, true);
  assert.equal(templateFor({ en: 'a', fa: 'b' }, 'fa-IR'), 'b');
  assert.equal(templateFor({ en: 'a' }, 'de'), 'a');
  assert.equal(templateFor({}, 'constructor'), '');
});

test('hours are written so that rows add up: tenths, else hours and minutes, else decimal minutes', async () => {
  const texts = await loadTexts('en');
  const written = (rows: number[], total: number) => {
    const column = timeColumn(texts, rows, total);
    return [...rows, total].map((minutes) => column.text(minutes));
  };
  assert.deepEqual(written([2472, 2790], 5262), ['41.2', '46.5', '87.7']);
  assert.deepEqual(written([70, 70], 140), ['1 h 10 m', '1 h 10 m', '2 h 20 m']);
  assert.deepEqual(written([600, 2], 602), ['10 h 00 m', '2 min', '10 h 02 m']);
  assert.deepEqual(written([70.25, 70.25], 140.5), ['70.25', '70.25', '140.5']);
});

test('a gap stays a gap in a line, a lone figure is a dot, and a small change looks small', () => {
  const plane = { width: 100, height: 26, places: 5, min: 0, max: 10 };
  assert.equal(linePath(plane, [0, 10, null, 5, null]), 'M0.0 23.0L25.0 3.0M75.0 13.0h.01');
  assert.deepEqual(runningTotal([1, null, 2]), [1, null, 3]);
  assert.deepEqual(weekly([1, 1, 1, 1, 1, 1, 1, 9], true), [7]);
  assert.deepEqual(weekly([2, null, null, null, null, null, 4], false), [3]);
  const { min, max } = calmBounds([100, 101]);
  assert.ok(max - min >= 40);
});

test('figures are read as people of the language write them, or as a computer does, and nothing is guessed', () => {
  const cases: [string, string, number | undefined][] = [
    ['en', '1.5', 1.5],
    ['en', ' 1,440 ', 1440],
    ['en', '1,5', 1.5],
    ['en', '1,234,567.25', 1_234_567.25],
    ['en', '0', 0],
    ['de', '1,5', 1.5],
    ['de', '1.5', 1.5],
    ['de', '1.440', 1440],
    ['fr', '1 440,5', 1440.5],
    ['fa', '\u06f1\u066b\u06f5', 1.5],
    ['fa', '\u06f1\u066c\u06f4\u06f4\u06f0', 1440],
    ['fa', '1.5', 1.5],
    ['hi', '12,34,567', 1_234_567],
    ['en', '', undefined],
    ['en', '-1', undefined],
    ['en', '1e3', undefined],
    ['en', '1.2.3', undefined],
    ['en', '1,23,4', undefined],
    ['en', '.5', undefined],
    ['en', 'six', undefined],
    ['en', '6 min', undefined],
  ];
  for (const [locale, text, figure] of cases)
    assert.equal(parseFigure(locale, text), figure, `${locale} ${text}`);
});

test('the pace to a goal is in whole things and whole days', async () => {
  const texts = await loadTexts('en');
  const told = (pace_needed_per_day: number | null, status: 'on_track' | 'not_started' = 'on_track') =>
    goalHow(texts, { count: 1, target: 9, status, deadline: null, reached_at: null, pace_needed_per_day });
  assert.equal(told(0.25), 'On course. One every 4 days gets you there in time.');
  assert.equal(told(0.4), 'On course. One every 2 days gets you there in time.');
  assert.equal(told(0.7), 'On course. One a day gets you there in time.');
  assert.equal(told(1.2), 'On course. 2 a day get you there in time.');
  assert.equal(told(null), 'On course.');
  assert.equal(told(null, 'not_started'), 'Counting begins with your first step.');
});
