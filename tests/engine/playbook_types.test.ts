// SPDX-License-Identifier: Apache-2.0
/** @file Does web/engine/playbook.ts name the same fields and words as web/playbook.schema.json? */

import assert from 'node:assert/strict';
import test from 'node:test';
import ts from 'typescript';
import { type Json, namesIn, nodesOf, SCHEMA, type Schema, wordsIn } from './playbook_mutations.js';

const FILE = 'web/engine/playbook.ts';
const program = ts.createProgram([FILE], { strict: true, target: ts.ScriptTarget.ES2022, types: [] });
const checker = program.getTypeChecker();

function playbookType(): ts.Type {
  const source = program.getSourceFile(FILE);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === 'Playbook');
  assert.ok(symbol);
  return checker.getDeclaredTypeOfSymbol(symbol);
}

/** Each type that a value may have; none for what is left out. */
const membersOf = (type: ts.Type): ts.Type[] =>
  (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)),
  );

const isObject = (type: ts.Type): boolean =>
  !!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection));
const itemOf = (type: ts.Type): ts.Type | undefined =>
  checker.isArrayLikeType(type) ? type.getNumberIndexType() : undefined;

const fieldTypes = (types: ts.Type[], name: string): ts.Type[] =>
  types.flatMap((type) => {
    const field = type.getProperty(name);
    return field ? membersOf(checker.getTypeOfSymbol(field)) : [];
  });

const kindsOf = (nodes: Schema[]): Schema[] => nodes.flatMap(nodesOf);
const compared = new Set<string>();
const differences: string[] = [];

/** Field names, words, and fields that must be there, from here on down. */
function compare(place: string, nodes: Schema[], types: ts.Type[]): void {
  const objects = types.filter((type) => isObject(type) && !itemOf(type));
  const names = namesIn(nodes);
  const key = `${[...names]} ${types.map((type) => checker.typeToString(type))}`;
  if (compared.has(key)) return; // selectors and filters hold themselves
  compared.add(key);

  const differ = (what: string, schema: Iterable<Json>, type: Iterable<Json>): void => {
    const [left, right] = [[...schema].sort(), [...type].sort()].map((list) => JSON.stringify(list));
    if (left !== right) differences.push(`${place}: ${what}: the schema has ${left}, the type ${right}`);
  };
  const typed = objects.flatMap((type) =>
    checker.getPropertiesOfType(type).filter((field) => membersOf(checker.getTypeOfSymbol(field)).length > 0),
  );
  differ('fields', names, new Set(typed.map(({ name }) => name)));

  const words = wordsIn(nodes);
  const literals = types.filter((type) => type.isStringLiteral()).map(({ value }) => value);
  if (literals.length > 0 || [...words].some((word) => typeof word === 'string')) {
    differ('words', words, new Set(literals));
  }

  const whole = nodes.filter(({ properties }) => properties);
  if (objects.length === 1 && whole.length === 1) {
    const needed = typed.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional));
    differ(
      'fields that must be there',
      whole[0]?.required ?? [],
      needed.map(({ name }) => name),
    );
  }

  for (const name of names) {
    const fields = nodes.flatMap(({ properties }) => properties?.[name] || []);
    compare(`${place}/${name}`, kindsOf(fields), fieldTypes(objects, name));
  }
  const items = types.flatMap((type) => itemOf(type) ?? []).flatMap(membersOf);
  if (items.length > 0) compare(`${place}/0`, kindsOf(nodes.flatMap((node) => node.items ?? [])), items);
  const values = objects.flatMap((type) => type.getStringIndexType() ?? []).flatMap(membersOf);
  if (values.length > 0) {
    compare(`${place}/*`, kindsOf(nodes.flatMap((node) => node.additionalProperties || [])), values);
  }
}

test('the type of a playbook and its schema have the same fields and words, and need the same ones', () => {
  compare('', nodesOf(SCHEMA), [playbookType()]);
  assert.deepEqual(differences, []);
  assert.ok(compared.size > 80, `${compared.size} places`);
});
