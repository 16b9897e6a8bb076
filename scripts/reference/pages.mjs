// SPDX-License-Identifier: Apache-2.0
/** @file What stands on a page of the reference, in Markdown, and in which order? */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, root } from '../lib.mjs';
import { COMMON_SECTIONS, docComments, fileComment, prose, readContract, toMarkdown } from './headers.mjs';
import { anchorOf } from './html.mjs';

export const HEADERS = 'core/src/questions';
const FOLDERS = { shared: `${HEADERS}/shared`, stats: 'core/src/stats', learning: 'core/src/learning' };

/** Sections that are told as they stand, by their headings. */
const CHAPTERS = {
  Rules: 'Rules',
  Formula: 'Formula',
  Limits: 'What it cannot say',
  Source: 'Source',
  Cost: 'Cost',
  Errors: 'Errors',
};

const OF_BASE = 'Of the whole base';

const SETTINGS = {
  playbook: 'Playbook:',
  model: 'Model:',
  defaults: 'Settings of the host:',
};

export const code = (text) => `\`${text}\``;
const fence = (text) => `\`\`\`json\n${text}\n\`\`\``;

export const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

// ---- a question ---------------------------------------------------------------------------------------------

/** `contracts`: of one or of all, and where there is one, of the whole base. `sections`: named types told here. */
export function questionPage(name, { request, answer, contracts }, sections) {
  const [one, base] = contracts;
  const headings = ['Request', 'Answer', ...Object.values(CHAPTERS), 'Example'];
  if (base) headings.push(OF_BASE);
  const links = headings.map((heading) => `[${heading}](#${anchorOf(heading)})`);
  const out = [`# ${name}`, prose(one.title), links.join(' &middot; ')];
  out.push('## Request', toMarkdown(one.sections.Ask), ...formTables(request));
  out.push('## Answer', toMarkdown(one.sections.Answer), ...formTables(answer));
  for (const section of sections) out.push(...typeSection(section, '###'));
  out.push(...chapters(one.sections, '##'), ...exampleOf(one.example, '##'));
  if (base) {
    const suffix = ' of the base';
    out.push(`## ${OF_BASE}`, prose(base.title));
    out.push(`### Request${suffix}`, toMarkdown(base.sections.Ask));
    out.push(`### Answer${suffix}`, toMarkdown(base.sections.Answer));
    out.push(...chapters(base.sections, '###', suffix), ...exampleOf(base.example, '###', suffix));
  }
  const sources = contracts.map(({ file }) => code(file)).join(' and ');
  out.push(
    '## Read on',
    [
      '- [What holds for every question](rules.md): time, people, selectors, numbers, errors, notes.',
      '- [All questions](index.md), [shared types](types.md), [methods and shared rules](methods.md).',
      `- This page is made from ${sources}, from the types in ${code('web/engine/questions')} and from the case above.`,
    ].join('\n'),
  );
  return out.join('\n\n');
}

const chapters = (sections, level, suffix = '') =>
  Object.entries(CHAPTERS).flatMap(([name, heading]) => [
    `${level} ${heading}${suffix}`,
    toMarkdown(sections[name]),
  ]);

/** What each form has of its own, and what is the same in every one. */
function formTables(forms) {
  if (forms.length === 1) return [fieldTable(forms[0].fields)];
  const known = forms.map(({ fields }) => new Set(fields.map((field) => JSON.stringify(field))));
  const isCommon = (field) => known.every((form) => form.has(JSON.stringify(field)));
  const out = [];
  for (const { name, text, fields } of forms) {
    const own = fields.filter((field) => !isCommon(field));
    if (text === '') throw new Failure(`web/engine: ${name} is one of several forms and has no comment`);
    if (own.length > 0) out.push(`**${prose(text)}**`, fieldTable(own));
  }
  return [...out, '**In every form.**', fieldTable(forms[0].fields.filter(isCommon))];
}

/** Fields that must be there come first. */
function fieldTable(fields) {
  const hasUnits = fields.some(({ unit }) => unit !== undefined);
  const rows = inOrder(fields).map(({ name, type, optional, unit, fallback, unknown, text }) => {
    const meaning = [
      prose(text),
      fallback && `**Default:** ${prose(fallback)}.`,
      unknown && `**Null:** ${prose(unknown)}.`,
    ];
    return [
      `${code(name)}${optional ? ' (optional)' : ''}`,
      type,
      ...(hasUnits ? [unit ? prose(unit) : ''] : []),
      meaning.filter(Boolean).join(' '),
    ];
  });
  return table(['Field', 'Type', ...(hasUnits ? ['Unit'] : []), 'Meaning'], rows);
}

/** Of questions: what has a default can be left out, so it comes later, with what is in it. In answers all stays. */
function inOrder(fields) {
  const rootOf = ({ name }) => name.split(/[.[]/)[0];
  const need = new Map();
  for (const field of fields)
    if (!need.has(rootOf(field))) need.set(rootOf(field), field.fallback === undefined ? 1 : 2);
  need.set('ask', 0);
  return [...fields].sort((one, other) => need.get(rootOf(one)) - need.get(rootOf(other)));
}

export function typeSection({ name, text, fields, forms }, level) {
  const out = [`${level} ${name}`, prose(text)];
  if (fields.length > 0) out.push(fieldTable(fields));
  if (forms) out.push(`One of these:\n\n${forms.map((form) => `- ${code(form)}`).join('\n')}`);
  return out;
}

function exampleOf({ file, number, name, settings, rows, question, answer }, level, suffix = '') {
  const from = `Question ${number} of the case "${name}" in \`${file}\`, which the tests ask natively, in Node and in browsers.`;
  const out = [`${level} Example${suffix}`, prose(from)];
  for (const { name: setting, text } of settings) out.push(SETTINGS[setting], fence(text));
  out.push('Rows:', fence(rows), 'Question:', fence(question), 'Answer:', fence(answer));
  return out;
}

// ---- all questions ------------------------------------------------------------------------------------------

export function indexPage(pages) {
  const rows = pages.map(({ name, question }) => [`[${name}](${name}.md)`, prose(question)]);
  const markdown = [
    '# Reference',
    'Every question that Payoff answers: what it takes, what it gives, by which formula and rules, after whom, at what cost, and what it cannot say. Each page has an example that the tests run.',
    table(['Question', 'In words'], rows),
    '## Beside the questions',
    [
      '- [What holds for every question](rules.md): time, people, selectors, numbers, errors, notes.',
      '- [Shared types](types.md): what several questions take or give.',
      '- [Methods and shared rules](methods.md): formulas with their papers, and rules that several questions follow.',
    ].join('\n'),
  ].join('\n\n');
  return { name: 'index', title: 'Reference', markdown };
}

export async function rulesPage() {
  const file = `${HEADERS}/question.h`;
  const { sections } = readContract(file, await readFile(join(root, file), 'utf8'), COMMON_SECTIONS);
  const errors = await readFile(join(root, 'core/include/payoff/error.h'), 'utf8');
  const rows = [...errors.matchAll(/^\s*X\((\w+), "([^"]+)"\)/gm)].map(([, name, text]) => [
    code(name),
    prose(text),
  ]);
  const title = 'What holds for every question';
  const told = COMMON_SECTIONS.flatMap((name) => [
    `## ${name}`,
    toMarkdown(sections[name]),
    ...(name === 'Errors' ? [table(['Code', 'Meaning'], rows)] : []),
  ]);
  return { name: 'rules', title, markdown: [`# ${title}`, ...told].join('\n\n') };
}

/** Headers that pages name, and those that these name. `headers` are their names. */
export async function methodsPage(text) {
  const headers = [];
  const find = (from) => {
    for (const [, folder, name] of from.matchAll(/\b(shared|stats|learning)\/(\w+)\.h\b/g)) {
      if (!headers.some((one) => one.name === name)) headers.push({ folder, name });
    }
  };
  find(text);
  for (const header of headers) {
    const file = `${FOLDERS[header.folder]}/${header.name}.h`;
    const source = await readFile(join(root, file), 'utf8').catch(() => {
      throw new Failure(`${file} is named by a contract and is not there`);
    });
    const { title, lines } = fileComment(file, source);
    const told = [lines, ...docComments(source)].map(methodText).filter((part) => part !== '');
    if (told.length === 0)
      throw new Failure(`${file} is named by a contract and has no comment of several lines`);
    header.markdown = [`## ${header.name}`, prose(title), ...told, `From ${code(file)}.`].join('\n\n');
    find(header.markdown);
  }
  headers.sort((a, b) => (a.name < b.name ? -1 : 1));
  const title = 'Methods and shared rules';
  const intro =
    'What several questions reckon by, from the headers that they name: formulas with their papers, and rules.';
  return {
    name: 'methods',
    title,
    headers: headers.map(({ name }) => name),
    markdown: [`# ${title}`, intro, ...headers.map(({ markdown }) => markdown)].join('\n\n'),
  };
}

/** Without what only a caller in C++ needs. */
function methodText(lines) {
  return toMarkdown(lines.map((line) => line.replace(/@param .*/, '').replace('@return', 'Gives')));
}

/** The text with names of headers and of other questions as links: not in code, and not what is a field of this page. */
export function linked({ name: page, markdown }, questions, headers) {
  const rows = markdown.matchAll(/^\| `([\w.[\]]+)`/gm);
  const fields = new Set([...rows].map(([, path]) => path.split(/[.[]/)[0]));
  const questionLink = (all, name) =>
    questions.includes(name) && name !== page && !fields.has(name) ? `[${all}](${name}.md)` : all;
  const headerLink = (all, before, name) => {
    if (headers.includes(name)) return `${before}[${name}](methods.md#${anchorOf(name)})`;
    if (name === `${page}_base`) return `${before}[the part below](#of-the-whole-base)`;
    return questions.includes(name) ? `${before}[${name}](${name}.md)` : all;
  };
  return markdown
    .split(/(```[\s\S]*?```)/)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      return part
        .replace(/`([a-z_]+)`(?!\])/g, questionLink)
        .replace(/(^|[^`/\w])(?:(?:shared|stats|learning)\/)?(\w+)\.h\b/g, headerLink);
    })
    .join('');
}
