// SPDX-License-Identifier: Apache-2.0
/** @file What do questions take that playbooks hold too? As web/playbook.schema.json tells it; and the page of shared types. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../lib.mjs';
import { prose } from './headers.mjs';
import { anchorOf } from './html.mjs';
import { code, table, typeSection } from './pages.mjs';

/** Types of web/engine/playbook.ts: where the schema has them. */
const OF_SCHEMA = {
  AhaRule: (schema) => schema.properties.aha,
  Filter: (schema) => schema.definitions.filter,
  Metric: (schema) => schema.definitions.metric,
  Selector: (schema) => schema.definitions.selector,
};

export const isOfSchema = (name) => name in OF_SCHEMA;

export async function typesPage(sections) {
  const schema = JSON.parse(await readFile(join(root, 'web/playbook.schema.json'), 'utf8'));
  const title = 'Shared types';
  const out = [`# ${title}`, 'What several questions take or give. Types of one question stand on its page.'];
  // A metric is made of selectors, and these of filters, whether or not a question takes one by itself.
  const names = [...sections.map(({ name }) => name), ...Object.keys(OF_SCHEMA)].sort();
  for (const name of names) {
    if (isOfSchema(name)) out.push(...schemaSection(name, OF_SCHEMA[name](schema), schema));
    else
      out.push(
        ...typeSection(
          sections.find((section) => section.name === name),
          '##',
        ),
      );
  }
  return { name: 'types', title, markdown: out.join('\n\n') };
}

function schemaSection(name, definition, schema) {
  const forms = definition.anyOf ?? [definition];
  const out = [`## ${name}`];
  if (definition.description) out.push(prose(definition.description));
  const told = definition.anyOf ? forms.filter(({ description }) => description) : [];
  if (told.length > 0)
    out.push(`One of these:\n\n${told.map(({ description }) => `- ${prose(description)}`).join('\n')}`);
  const rows = forms.flatMap((form) => rowsOf(form, schema, ''));
  return [
    ...out,
    table(['Field', 'Type', 'Meaning'], rows),
    'It is the same in a playbook and in a question.',
  ];
}

function rowsOf({ properties = {}, required = [], anyOf }, schema, path) {
  return Object.entries(properties).flatMap(([field, own]) => {
    const referred = schema.definitions[lastOf(own.$ref)] ?? {};
    // Where one of several forms is meant each of its fields may be left out.
    const optional = required.includes(field) && !anyOf ? '' : ' (optional)';
    const meaning = own.description ?? referred.description ?? '';
    return [
      [`${code(path + field)}${optional}`, typeOf(own, referred), prose(meaning)],
      ...rowsOf(own, schema, `${path}${field}.`),
    ];
  });
}

const lastOf = (ref = '') => ref.split('/').at(-1);

function typeOf(own, referred) {
  const name = Object.keys(OF_SCHEMA).find((type) => type.toLowerCase() === lastOf(own.$ref));
  if (name) return `[${name}](types.md#${anchorOf(name)})`;
  if (lastOf(own.items?.$ref) === 'filter') return 'array of [Filter](types.md#filter)';
  const values = own.enum ?? referred.enum;
  if (values) return values.map((value) => code(JSON.stringify(value))).join(' or ');
  const type = own.type ?? referred.type ?? (own.properties ? 'object' : 'any');
  return [type].flat().join(' or ');
}
