// SPDX-License-Identifier: Apache-2.0
/**
 * @file What is the reference made of? One page a question, from its header, its types and a case that tests run.
 *
 * It needs packages, so scripts that install them import it only afterwards. What lacks a section or a field is a
 * failure that names the file.
 */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, root } from './lib.mjs';
import { readExample } from './reference/example.mjs';
import { readContract } from './reference/headers.mjs';
import { anchorOf, htmlPage } from './reference/html.mjs';
import { HEADERS, indexPage, linked, methodsPage, questionPage, rulesPage } from './reference/pages.mjs';
import { isOfSchema, typesPage } from './reference/playbook_types.mjs';
import { moduleOf, Types } from './reference/types.mjs';

let pages;

/** All pages, in the order of a table of contents: `{ name, title, question?, markdown }`. Made once. */
export function referencePages() {
  pages ??= makePages();
  return pages;
}

async function makePages() {
  const { questions, ofTheBase } = await questionNames();
  /** Types that the tables of a question's own page tell, by question. */
  const heads = new Map();
  const types = new Types((file, name) => placeOf(file, name, questions, heads));
  for (const question of questions) heads.set(question, types.heads(question));
  const parts = new Map();
  for (const question of questions) {
    const [request, answer] = [types.requestForms(question), types.answerForms(question)];
    parts.set(question, { request, answer, contracts: await contractsOf(question, ofTheBase) });
  }

  // A type that is told leads to others, on any page.
  const sections = new Map([...questions, 'types'].map((page) => [page, []]));
  for (let found = true; found; ) {
    found = false;
    for (const [page, told] of sections) {
      const more = types.sections(
        page,
        told.map(({ name }) => name),
      );
      told.push(...more);
      found ||= more.length > 0;
    }
  }

  const made = questions.map((question) => ({
    name: question,
    title: question,
    question: parts.get(question).contracts[0].title,
    markdown: questionPage(question, parts.get(question), sections.get(question)),
  }));
  const methods = await methodsPage(made.map(({ markdown }) => markdown).join('\n'));
  const all = [indexPage(made), await rulesPage(), ...made, await typesPage(sections.get('types')), methods];
  return all.map((page) => ({ ...page, markdown: linked(page, questions, methods.headers) }));
}

/** As core/questions.cmake lists them. */
export async function questionNames() {
  const text = await readFile(join(root, 'core/questions.cmake'), 'utf8');
  const list = (name) => {
    const [, words] = new RegExp(`set\\(${name}\\s+([^)]*)\\)`).exec(text) ?? [];
    if (!words) throw new Failure(`core/questions.cmake: no ${name}`);
    return words.trim().split(/\s+/);
  };
  return { questions: list('PAYOFF_QUESTIONS'), ofTheBase: list('PAYOFF_QUESTIONS_OF_THE_BASE') };
}

/** What the question's header says, and where it answers of the whole base too, the other one. */
async function contractsOf(question, ofTheBase) {
  const names = [question, ...(ofTheBase.includes(question) ? [`${question}_base`] : [])];
  return Promise.all(
    names.map(async (name) => {
      const file = `${HEADERS}/${name}.h`;
      const text = await readFile(join(root, file), 'utf8').catch(() => {
        throw new Failure(`${file} is missing: core/questions.cmake names the question`);
      });
      const contract = readContract(file, text);
      const example = await readExample(file, contract.sections.Example.join(' ').trim());
      const asked = JSON.parse(example.question).ask;
      if (asked !== question) throw new Failure(`${file}: the example asks ${asked}`);
      return { ...contract, file, example };
    }),
  );
}

/** The page and heading that tell a named type, and whether that is a section of its own that `Types` must give. */
function placeOf(file, name, questions, heads) {
  const question = moduleOf(file);
  if (!file.includes('/questions/') || !questions.includes(question))
    return { page: 'types', anchor: anchorOf(name), isSection: !isOfSchema(name) };
  const own = heads.get(question);
  const heading = ['answer', 'request'].find((part) => own?.[part].includes(name));
  return { page: question, anchor: heading ?? anchorOf(name), isSection: heading === undefined };
}

// ---- files --------------------------------------------------------------------------------------------------

/** dist/reference, which npm publishes. */
export async function writeReference() {
  const folder = await emptied('dist/reference');
  for (const { name, markdown } of await referencePages())
    await writeFile(join(folder, `${name}.md`), `${markdown}\n`);
}

/** build/demo/reference, which the demo shows. */
export async function writeReferenceHtml() {
  const folder = await emptied('build/demo/reference');
  const all = await referencePages();
  for (const page of all) await writeFile(join(folder, `${page.name}.html`), htmlPage(page, all));
}

async function emptied(path) {
  const folder = join(root, path);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
