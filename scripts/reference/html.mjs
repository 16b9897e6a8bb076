// SPDX-License-Identifier: Apache-2.0
/** @file How does a page of the reference look in the demo? Plain HTML with the demo's styles: no script, no inline style. */

import { Marked } from 'marked';

/** The id of a heading, as GitHub makes it. */
export const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** `pages` are all of them, for the list at the side. */
export function htmlPage(page, pages) {
  const title = page.name === 'index' ? 'Reference' : `${page.title} - Reference`;
  const questions = pages.filter(({ question }) => question);
  const others = pages.filter(({ question, name }) => !question && name !== 'index');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)} - Payoff</title>
    <link rel="icon" href="../icon.svg">
    <link rel="stylesheet" href="../styles.css">
    <link rel="stylesheet" href="../reference.css">
  </head>
  <body>
    <a class="skip" href="#content">Skip to the page</a>
    <header class="bar">
      <b>Payoff demo</b>
      <nav aria-label="Pages"><a href="../">Your events</a> <a href="../sample-app/">In an app</a> <a href="./"${current(page.name === 'index')}>Reference</a></nav>
    </header>
    <div class="reference">
      <nav class="contents" aria-label="Reference">
        <ul class="plain">
          ${others.map((one) => entry(one, page)).join('\n          ')}
        </ul>
        <h2>Questions</h2>
        <ul class="plain">
          ${questions.map((one) => entry(one, page)).join('\n          ')}
        </ul>
      </nav>
      <main id="content" tabindex="-1">
${render(page.markdown)}
      </main>
    </div>
  </body>
</html>
`;
}

const current = (is) => (is ? ' aria-current="page"' : '');
const entry = (one, page) =>
  `<li><a href="${one.name}.html"${current(one === page)}>${escaped(one.title)}</a></li>`;

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function render(markdown) {
  let blocks = 0;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      // A box that scrolls must be reached by keyboard, and say what it is.
      code({ text, lang }) {
        const name = lang === 'json' ? 'JSON' : 'Sketch';
        return `<pre tabindex="0" role="region" aria-label="${name} ${++blocks}"><code>${escaped(text)}</code></pre>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escaped(href.replace(/\.md(?=#|$)/, '.html'))}">${this.parser.parseInline(tokens)}</a>`;
      },
      // On a narrow page each row is a block, and a cell must say itself what it is.
      table({ header, rows }) {
        const inline = ({ tokens }) => this.parser.parseInline(tokens);
        const head = header.map((cell) => `<th scope="col">${inline(cell)}</th>`).join('');
        const body = rows.map((cells) => {
          const all = cells.map((cell, index) => {
            if (index === 0) return `<th scope="row">${inline(cell)}</th>`;
            const empty = cell.text === '' ? ' class="empty"' : '';
            return `<td data-label="${escaped(header[index].text)}"${empty}>${inline(cell)}</td>`;
          });
          return `<tr>${all.join('')}</tr>\n`;
        });
        const kind =
          header[1]?.text === 'Type' ? ` class="fields${header.length > 3 ? ' with-unit' : ''}"` : '';
        return `<table${kind}>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('')}</tbody>\n</table>\n`;
      },
      // Nothing of a header is markup.
      html({ text }) {
        return escaped(text);
      },
    },
  });
  return marked.parse(markdown);
}
