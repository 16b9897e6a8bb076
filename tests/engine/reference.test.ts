// SPDX-License-Identifier: Apache-2.0
/** @file Does the reference tell every question whole, with an example that holds, and does it fail where something lacks? */

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { QUESTION_NAMES } from '../../web/engine/index.js';
import { type Case, readCases, runInNode, scriptOf } from './cases.js';
import { WASM } from './real_core.js';

interface Page {
  name: string;
  title: string;
  markdown: string;
}
interface Field {
  name: string;
  optional: boolean;
}
interface TypesOf {
  requestForms(question: string): { fields: Field[] }[];
}
type Make<T> = new (place: () => { page: string; anchor: string }, entry?: string) => T;

const script = (path: string) => import(pathToFileURL(resolve('scripts', path)).href);
const { referencePages } = (await script('reference.mjs')) as { referencePages(): Promise<Page[]> };
const { Types } = (await script('reference/types.mjs')) as { Types: Make<TypesOf> };
const { readContract } = (await script('reference/headers.mjs')) as {
  readContract(file: string, text: string): unknown;
};
const { readExample } = (await script('reference/example.mjs')) as {
  readExample(header: string, words: string): Promise<unknown>;
};
const { anchorOf, htmlPage } = (await script('reference/html.mjs')) as {
  anchorOf(heading: string): string;
  htmlPage(page: Page, pages: readonly Page[]): string;
};

const pages = await referencePages();
const pageOf = (name: string): Page => {
  const page = pages.find((one) => one.name === name);
  assert.ok(page, `no page ${name}`);
  return page;
};
const cases = await readCases();

const types = new Types(() => ({ page: '', anchor: '' }));
const BASE = ['activation', 'health', 'stage'];

/** What stands between a heading and the next one of its level or above. */
function chapter({ name, markdown }: Page, heading: string): string {
  const [, level = '', text] = new RegExp(`^(#+) ${heading}\n([\\s\\S]*)`, 'm').exec(markdown) ?? [];
  assert.ok(text !== undefined, `${name} has no heading "${heading}"`);
  return text.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0] ?? '';
}

// ---- pages --------------------------------------------------------------------------------------------------

for (const name of QUESTION_NAMES) {
  test(`${name} has a page that says all there is to say`, () => {
    const page = pageOf(name);
    const named = ['Rules', 'Formula', 'What it cannot say', 'Source', 'Cost', 'Errors', 'Example'];
    const ofBase = ['Request', 'Answer', ...named].map((heading) => `${heading} of the base`);
    for (const heading of ['Request', 'Answer', ...named, ...(BASE.includes(name) ? ofBase : [])]) {
      assert.match(chapter(page, heading), /\w{3}/, heading);
    }
    assert.match(chapter(page, 'Request'), /^\| `ask` \| `"/m);
    assert.match(chapter(pageOf('index'), 'Reference'), new RegExp(`^\\| \\[${name}\\]`, 'm'));
  });
}

test('pages are of the questions that the core can answer, and of what they share', () => {
  const listed = ['index', 'rules', ...QUESTION_NAMES, 'types', 'methods'];
  assert.deepEqual(
    pages.map(({ name }) => name),
    listed,
  );
});

test('no link of a page is dead', () => {
  let seen = 0;
  for (const { name, markdown } of pages) {
    for (const [, target = '', anchor] of markdown.matchAll(/\]\((?:(\w+)\.md)?(?:#([^)]*))?\)/g)) {
      const other = target === '' ? pageOf(name) : pageOf(target);
      const headings = [...other.markdown.matchAll(/^#+ (.*)/gm)].map(([, text = '']) => anchorOf(text));
      if (anchor !== undefined) assert.ok(headings.includes(anchor), `${name}: ${target}#${anchor}`);
      seen++;
    }
    assert.doesNotMatch(markdown, /\b\w+\/\w+\.h\b(?!`)/, `${name} names a header that is no link`);
  }
  assert.ok(seen > 500);
});

test('HTML pages hold no script and no style of their own, and escape what they show', () => {
  for (const page of pages) {
    const html = htmlPage(page, pages);
    assert.doesNotMatch(html, /<script|<style|\sstyle=|\son\w+=/i);
    assert.doesNotMatch(html, /<pre(?! tabindex="0" role="region" aria-label="\w)/);
    assert.doesNotMatch(html, /href="[^"]*\.md\b/);
  }
  const page = { name: 'x', title: 'x', markdown: 'a <b>bold</b> word, and `<i>`' };
  const html = htmlPage(page, [page]);
  assert.match(html, /a &lt;b&gt;bold&lt;\/b&gt; word, and <code>&lt;i&gt;<\/code>/);
});

test('every note that the core gives is told', async () => {
  const told = chapter(pageOf('rules'), 'Notes');
  const files = (await readdir('core/src', { recursive: true })).filter((file) => file.endsWith('.cpp'));
  const codes = new Set<string>();
  for (const file of files) {
    const text = await readFile(join('core/src', file), 'utf8');
    for (const [, note = ''] of text.matchAll(/note(?:s\.(?:push|emplace)_back)?\("([a-z_]+)"/g))
      codes.add(note);
  }
  assert.ok(codes.size > 10);
  for (const note of codes) assert.ok(told.includes(`\`${note}\``), note);
});

// ---- fields -------------------------------------------------------------------------------------------------

const ENTRY = resolve('web/engine/protocol.ts');
const program = ts.createProgram([ENTRY], {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
});
const checker = program.getTypeChecker();

function exported(name: string): ts.Type {
  const file = program.getSourceFile(ENTRY);
  const module = file && checker.getSymbolAtLocation(file);
  const symbol = module && checker.getExportsOfModule(module).find((one) => one.name === name);
  assert.ok(symbol, name);
  return checker.getDeclaredTypeOfSymbol(symbol);
}

/** Names of all fields that our types in `type` have, however deep. */
function fieldNames(type: ts.Type, seen = new Set<ts.Type>()): Set<string> {
  const names = new Set<string>();
  if (seen.has(type)) return names;
  seen.add(type);
  const inner = [
    ...(type.isUnionOrIntersection() ? type.types : []),
    ...checker.getTypeArguments(type as ts.TypeReference),
    ...[type.getStringIndexType(), type.getNumberIndexType()].filter((one) => one !== undefined),
  ];
  for (const property of type.getProperties()) {
    const [declaration] = property.declarations ?? [];
    if (!declaration?.getSourceFile().fileName.includes('/web/engine/')) continue;
    const own = checker.getTypeOfSymbol(property);
    if (own.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) continue;
    names.add(property.name);
    inner.push(own);
  }
  for (const one of inner) for (const name of fieldNames(one, seen)) names.add(name);
  return names;
}

for (const name of QUESTION_NAMES) {
  test(`every field of ${name} and its answer is on its page, or where that leads to`, () => {
    const [request, answer] = [chapter(pageOf(name), 'Request'), chapter(pageOf(name), 'Answer')];
    const linked = new Set(
      [...`${request}${answer}`.matchAll(/\]\((\w+)\.md#/g)].map(([, page = '']) => page),
    );
    for (const page of [...linked]) {
      for (const [, next = ''] of pageOf(page).markdown.matchAll(/^\|.*\]\((\w+)\.md#/gm)) linked.add(next);
    }
    const text = [request, answer, ...[...linked].map((page) => pageOf(page).markdown)].join('\n');
    const told = new Set(
      [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.match(/\w+/g) ?? []),
    );
    const union = exported('Question') as ts.UnionType;
    const asked = union.types.filter((type) => {
      const ask = type.getProperty('ask');
      return ask && (checker.getTypeOfSymbol(ask) as ts.StringLiteralType).value === name;
    });
    const answers = exported('Answers').getProperty(name);
    assert.ok(answers);
    const wanted = [...asked, checker.getTypeOfSymbol(answers)].map((type) => fieldNames(type));
    assert.ok(wanted.every((names) => names.size > 0));
    for (const field of wanted.flatMap((names) => [...names])) assert.ok(told.has(field), field);
  });
}

// ---- examples -----------------------------------------------------------------------------------------------

/** The texts of an example as its page shows them. */
function shown(page: Page, heading: string) {
  const text = chapter(page, heading);
  const [, number = '', file = ''] = /^Question (\d+) of .* in `tests\/cases\/(.*?)`/m.exec(text) ?? [];
  const block = (before: string) =>
    new RegExp(`^${before}:\n\n\`\`\`json\n([\\s\\S]*?)\n\`\`\``, 'm').exec(text)?.[1];
  return {
    file,
    number: Number(number),
    playbook: block('Playbook') ?? '',
    model: block('Model') ?? '',
    defaults: block('Settings of the host'),
    rows: block('Rows') ?? '',
    question: block('Question') ?? '',
    answer: block('Answer') ?? '',
  };
}

const atMargin = (text: string): string => text.replace(/^ +/gm, '');

const examples = QUESTION_NAMES.flatMap((name) => [
  { name, heading: 'Example' },
  ...(BASE.includes(name) ? [{ name, heading: 'Example of the base' }] : []),
]);
for (const { name, heading } of examples) {
  test(`the ${heading.toLowerCase()} of ${name} is a case that runs, byte for byte, and holds as it is shown`, async () => {
    const example = shown(pageOf(name), heading);
    const one = cases.find(({ name }) => name.startsWith(`${example.file}: `)) as Case;
    const asked = one.asks[example.number - 1];
    assert.deepEqual(JSON.parse(example.question), asked?.question);
    assert.deepEqual(JSON.parse(example.answer), asked?.answer);
    assert.equal(JSON.parse(example.question).ask, name);
    assert.equal(JSON.parse(example.answer).error, undefined);

    const file = atMargin(await readFile(join('tests/cases', example.file), 'utf8'));
    const { playbook, model, question, answer, rows, defaults } = example;
    for (const text of [playbook, model, question, answer]) assert.ok(file.includes(atMargin(text)), text);
    // A row is a line, also where the case writes it over several.
    for (const row of rows.split('\n')) assert.ok(withoutSpace(file).includes(withoutSpace(row)), row);
    const { events } = scriptOf(one);
    assert.deepEqual(rows.split('\n').map(parsed), events.trim().split('\n').map(parsed));

    const settings = defaults === undefined ? {} : JSON.parse(defaults);
    const given = { playbook, model, defaults: settings, events: `${rows}\n`, questions: [question] };
    const [text = ''] = await runInNode(given, WASM);
    assert.deepEqual(JSON.parse(text), JSON.parse(answer));
  });
}

const withoutSpace = (text: string): string => text.replace(/\s/g, '');
const parsed = (text: string): unknown => JSON.parse(text);

test('the core reads every field that a page says a question has', async () => {
  for (const name of QUESTION_NAMES) {
    const { playbook, question } = shown(pageOf(name), 'Example');
    const asked = JSON.parse(question) as Record<string, unknown>;
    // Of several forms those that the example is of.
    const forms = types
      .requestForms(name)
      .filter(({ fields }) =>
        fields.every(({ name, optional }) => optional || /[.[]/.test(name) || name in asked),
      );
    assert.ok(forms.length > 0, name);
    const fields = forms.flatMap((form) => form.fields.map((field) => field.name));
    const plain = fields.filter((field) => /^\w+$/.test(field) && field !== 'ask');
    const questions = plain.map((field) => JSON.stringify({ ...asked, [field]: [[1]] }));
    const given = { playbook, model: '', defaults: { as_of: '2027-12-01' }, events: '\n', questions };
    const texts = await runInNode(given, WASM);
    texts.forEach((text, index) => {
      const { error } = JSON.parse(text) as { error?: { code: string } };
      assert.ok(error !== undefined && error.code !== 'unknown_field', `${name}: ${plain[index]}: ${text}`);
    });
  }
});

// ---- what lacks ---------------------------------------------------------------------------------------------

test('a header without a section, or with an empty one, is named with it', async () => {
  const file = 'core/src/questions/funnel.h';
  const text = await readFile(file, 'utf8');
  readContract(file, text);
  for (const section of [
    'Ask',
    'Answer',
    'Rules',
    'Formula',
    'Limits',
    'Source',
    'Cost',
    'Errors',
    'Example',
  ]) {
    const without = text.replace(new RegExp(`^ \\* ${section}:`, 'm'), ' * Also:');
    assert.throws(() => readContract(file, without), new RegExp(`funnel\\.h: .*"${section}:"`), section);
  }
  const empty = text.replace(/^ \* Source: .*$/m, ' * Source:');
  assert.throws(() => readContract(file, empty), /funnel\.h: .*"Source:"/);
});

test('an example that is no answered question of a case is named with its header', async () => {
  const wrong = {
    'see the tests': /x\.h: Example must read/,
    'tests/cases/nothing.json, question 1.': /x\.h: there is no tests\/cases\/nothing\.json/,
    'tests/cases/funnel.json, question 99.': /x\.h: tests\/cases\/funnel\.json has no question 99/,
    'tests/cases/funnel.json, question 5.': /x\.h: question 5 .* by an error/,
  };
  for (const [words, message] of Object.entries(wrong)) {
    await assert.rejects(readExample('x.h', words), message, words);
  }
});

test('a field without a comment, a default, a unit or a word on null is named with its type', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'payoff-reference-'));
  t.after(() => rm(folder, { recursive: true }));
  const wrong = {
    'days?: number;': /XQuestion: days has no comment/,
    '/** @unit days */ days: number;': /XQuestion: days: the comment says nothing but tags/,
    '/** How long. @unit days */ days?: number;': /XQuestion: days has no @default/,
    '/** How long. @default 3 */ days?: readonly number[];': /XQuestion: days has no @unit/,
    '/** Whose. */ id: string | null;': /XQuestion: id has no @null/,
    '/** Inside. */ a: {\n/** Whose. */ b: {\n/** How many. */ c: number }[] };': /a\.b\[\]\.c has no @unit/,
  };
  for (const [field, message] of Object.entries(wrong)) {
    const entry = join(folder, 'protocol.ts');
    const question = `/** Asks. */\nexport interface XQuestion { ask: 'x';\n${field}\n}`;
    await writeFile(entry, `${question}\nexport type Question = XQuestion | { ask: 'y' };\n`);
    const own = new Types(() => ({ page: '', anchor: '' }), entry);
    assert.throws(() => own.requestForms('x'), message, field);
  }
});
