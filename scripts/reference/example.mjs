// SPDX-License-Identifier: Apache-2.0
/** @file How is a worked example told? By the very text of a case in tests/cases, which every runtime answers in the tests. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { Failure, root } from '../lib.mjs';

/** "tests/cases/x.json, question 2." as `{ file, number, name, settings, rows, question, answer }`, all text but number. */
export async function readExample(header, words) {
  const [, file, number] = /^(tests\/cases\/[\w.]+\.json), question (\d+)\.$/.exec(words) ?? [];
  if (!file) throw new Failure(`${header}: Example must read "tests/cases/x.json, question 1."`);
  const text = await readFile(join(root, file), 'utf8').catch(() => {
    throw new Failure(`${header}: there is no ${file}`);
  });
  const parsed = ts.parseJsonText(file, text);
  const one = members(parsed.statements[0].expression);
  const sourceOf = (node) => dedent(text, node.getStart(parsed), node.end);
  const asked = one.asks?.elements[number - 1];
  const { question, answer } = asked ? members(asked) : {};
  if (!answer) throw new Failure(`${header}: ${file} has no question ${number} that is answered`);
  if ('error' in members(answer))
    throw new Failure(`${header}: question ${number} of ${file} is answered by an error`);
  const settings = ['playbook', 'model', 'defaults'].filter((name) => name in one);
  return {
    file,
    number: Number(number),
    name: one.name.text,
    settings: settings.map((name) => ({ name, text: sourceOf(one[name]) })),
    rows: one.events.elements.map((row) => onOneLine(sourceOf(row))).join('\n'),
    question: sourceOf(question),
    answer: sourceOf(answer),
  };
}

const members = (node) =>
  Object.fromEntries(node.properties.map((member) => [member.name.text, member.initializer]));

/** A row is a line, however a case writes it. */
const onOneLine = (text) => text.replace(/([{[]?)\n *([}\]]?)/g, (_, open, close) => open + close || ' ');

/** A part of the text as if it stood at the margin. */
function dedent(text, start, end) {
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  const margin = /^ */.exec(line)[0];
  return text.slice(start, end).replaceAll(`\n${margin}`, '\n');
}
