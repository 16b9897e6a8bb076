// SPDX-License-Identifier: Apache-2.0
/** @file How does the comment of a C++ header become Markdown? The sections of a contract, and doc comments of methods. */

import { Failure } from '../lib.mjs';

/** What every contract says, in this order. */
export const SECTIONS = [
  'Ask',
  'Answer',
  'Rules',
  'Formula',
  'Limits',
  'Source',
  'Cost',
  'Errors',
  'Example',
];
/** What question.h says of all of them. */
export const COMMON_SECTIONS = ['Time', 'People', 'Selectors', 'Numbers', 'Errors', 'Notes'];

/** The file comment: its question in words, and the lines of each section. Throws where one is missing or empty. */
export function readContract(file, text, names = SECTIONS) {
  const { title, lines } = fileComment(file, text);
  const sections = {};
  let current;
  for (const line of lines) {
    const [, word, rest] = /^([A-Z][a-z]+):(?: (.*))?$/.exec(line) ?? [];
    if (names.includes(word)) {
      if (word in sections) throw new Failure(`${file}: the section ${word} stands there twice`);
      current = sections[word] = rest ? [rest] : [];
    } else current?.push(line);
  }
  for (const name of names) {
    if (!sections[name]?.some((line) => line.trim() !== ''))
      throw new Failure(`${file}: the file comment has no section "${name}:"`);
  }
  return { title, sections };
}

/** `@file name.h  In words?` and what follows, without the stars. */
export function fileComment(file, text) {
  const comment = /\/\*\*\s+(?:\* )?@file \S+\s+([\s\S]*?)\s*\*\//.exec(text)?.[1];
  if (comment === undefined) throw new Failure(`${file}: no comment that begins with @file`);
  const lines = comment.split('\n').map((line) => line.replace(/^\s\*( |$)/, ''));
  const end = lines.findIndex((line) => line.trim() === '');
  const head = end < 0 ? lines : lines.slice(0, end);
  return { title: head.map((line) => line.trim()).join(' '), lines: end < 0 ? [] : lines.slice(end) };
}

/** Comments of several lines, but that of the file: each as lines without the stars. */
export function docComments(text) {
  return [...text.matchAll(/^ *\/\*\*\n([\s\S]*?)\n? *\*\//gm)]
    .map(([, body]) => body.split('\n').map((line) => line.replace(/^\s*\*( |$)/, '')))
    .filter(([first]) => !first.includes('@file'));
}

/**
 * Lines of a comment as Markdown. A line that begins with `{"` opens a sketch of JSON, up to where its braces close
 * with a line, at the start, after a blank line, a colon or another sketch; `- ` is a point of a list, and four spaces are a formula.
 */
export function toMarkdown(lines) {
  const blocks = [];
  let mayBeSketch = true;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    const last = blocks.at(-1);
    if (line.trim() === '') {
      mayBeSketch = true;
      if (last) last.closed = true;
    } else if (mayBeSketch && sketchAt(lines, at) > at) {
      const end = sketchAt(lines, at);
      blocks.push({ kind: 'code', lines: lines.slice(at, end), closed: true });
      at = end - 1;
    } else if (/^ {4}/.test(line) && last?.kind !== 'point') {
      blocks.push({ kind: 'code', lines: [line.trim()], closed: true });
    } else if (/^ *- /.test(line)) {
      blocks.push({ kind: 'point', lines: [line.replace(/^ *- /, '')] });
      mayBeSketch = false;
    } else {
      const text = line.trim();
      if (last && !last.closed && last.kind !== 'code') last.lines.push(text);
      else blocks.push({ kind: 'text', lines: [text] });
      mayBeSketch = /:$/.test(text);
    }
  }
  let out = '';
  for (const [index, { kind, lines: text }] of blocks.entries()) {
    const previous = blocks[index - 1]?.kind;
    if (index > 0) out += kind === 'point' && previous === 'point' ? '\n' : '\n\n';
    if (kind === 'code') out += `\`\`\`text\n${text.join('\n')}\n\`\`\``;
    else out += `${kind === 'point' ? '- ' : ''}${prose(text.join(' '))}`;
  }
  return out;
}

/** Where a sketch of JSON that begins with this line ends: behind the line with which its braces close. */
function sketchAt(lines, at) {
  if (!lines[at].startsWith('{"')) return at;
  let end = at + 1;
  while (end < lines.length && !isBalanced(lines.slice(at, end).join('\n'))) end++;
  return lines[end - 1].endsWith('}') ? end : at;
}

/** Plain words as Markdown: nothing in them is markup but backticks, and JSON in a sentence is code. */
export function prose(text) {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : words(part)))
    .join('');
}

function words(text) {
  const start = text.search(/[[(]?\{"|\{\.\.\./);
  if (start < 0) return text.replace(/[\\*[\]<>|]/g, '\\$&');
  const open = text.indexOf('{', start);
  let end = open + 1;
  while (end < text.length && !isBalanced(text.slice(open, end))) end++;
  return `${words(text.slice(0, open))}\`${text.slice(open, end)}\`${words(text.slice(end))}`;
}

function isBalanced(text) {
  let depth = 0;
  for (const character of text.replace(/"[^"]*"/g, '')) {
    if (character === '{') depth++;
    if (character === '}') depth--;
  }
  return depth === 0;
}
