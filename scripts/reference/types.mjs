// SPDX-License-Identifier: Apache-2.0
/** @file Which fields have a question and its answer? Read from web/engine by TypeScript itself, with their comments. */

import { basename, resolve } from 'node:path';
import ts from 'typescript';
import { Failure, root } from '../lib.mjs';

const ENTRY = 'web/engine/protocol.ts';
/** So many words are told where they are taken; more of them stand in a place of their own. */
const FEW = 5;
const BASICS =
  ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.Null;

/**
 * A form is one type of a question or an answer; a field is
 * `{ name, type, optional, unit?, fallback?, unknown?, text }`, with `name` as a path such as `metrics[].id` and
 * `type` as Markdown. `place(file, name)` says where a named type is told: `{ page, anchor, isSection }`.
 */
export class Types {
  #program;
  #checker;
  #protocol;
  #place;
  /** Symbols of named types that some field leads to. */
  #named = new Set();

  constructor(place, entry = ENTRY) {
    const file = resolve(root, entry);
    this.#program = ts.createProgram([file], {
      strict: true,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
    });
    this.#checker = this.#program.getTypeChecker();
    this.#protocol = this.#checker.getSymbolAtLocation(this.#program.getSourceFile(file));
    this.#place = place;
  }

  /** Names of the types that the tables of request and answer tell, with those that they extend. */
  heads(question) {
    const namesOf = (types) =>
      types
        .flatMap((type) => this.#parts(type))
        .flatMap((part) => {
          const bases = part.getBaseTypes?.() ?? [];
          return [part, ...bases].map(({ symbol }) => symbol.name);
        });
    return { request: namesOf(this.#requests(question)), answer: namesOf(this.#answers(question)) };
  }

  requestForms(question) {
    return this.#requests(question).map((type) => this.#form(type, true));
  }

  answerForms(question) {
    return this.#answers(question).map((type) => this.#form(type, false));
  }

  /** Named types told on that page, but those that were: `{ name, text, fields, forms? }`. */
  sections(page, told) {
    const out = [];
    for (const symbol of [...this.#named]) {
      const place = this.#place(this.#fileOf(symbol), symbol.name);
      if (place.page !== page || !place.isSection || told.includes(symbol.name)) continue;
      const declaration = symbol.declarations[0];
      const { text } = this.#comment(declaration, `${this.#fileOf(symbol)}: ${symbol.name}`);
      const type = this.#checker.getDeclaredTypeOfSymbol(symbol);
      if (ts.isInterfaceDeclaration(declaration))
        out.push({ name: symbol.name, text, fields: this.#fields(type.getProperties(), false) });
      else out.push({ name: symbol.name, text, fields: [], forms: this.#forms(declaration.type, type) });
    }
    return out;
  }

  /** Of a type that is no interface: as it is written, but the words of `keyof`. */
  #forms(node, type) {
    if (ts.isTypeOperatorNode(node)) return this.#constituents(type).map(({ value }) => `"${value}"`);
    const parts = ts.isUnionTypeNode(node) ? node.types : [node];
    return parts.map((part) => part.getText().replace(/\s+/g, ' ').replaceAll("'", '"'));
  }

  #exported(name) {
    const symbol = this.#checker.getExportsOfModule(this.#protocol).find((one) => one.name === name);
    return this.#checker.getDeclaredTypeOfSymbol(symbol);
  }

  #constituents(type) {
    return type.isUnion() ? type.types : [type];
  }

  /** Of `A & B` both. */
  #parts(type) {
    return type.isIntersection() ? type.types : [type];
  }

  #requests(question) {
    const all = this.#constituents(this.#exported('Question'));
    return all.filter((type) => this.#checker.getTypeOfSymbol(type.getProperty('ask')).value === question);
  }

  #answers(question) {
    const property = this.#exported('Answers').getProperty(question);
    if (!property) throw new Failure(`${ENTRY}: Answers has no ${question}`);
    return this.#constituents(this.#checker.getTypeOfSymbol(property));
  }

  #form(type, isRequest) {
    const { symbol } = this.#parts(type).find((part) => part.symbol.name !== '__type');
    const { text } = this.#comment(symbol.declarations[0], symbol.name, true);
    return { name: symbol.name, text, fields: this.#fields(type.getProperties(), isRequest) };
  }

  #fields(properties, isRequest) {
    const fields = [];
    for (const property of properties) {
      const declaration = property.declarations[0];
      const type = this.#checker.getTypeOfSymbol(property);
      // `after?: never`: a field of the other form only.
      const isAbsent = this.#constituents(type).every(
        ({ flags }) => flags & (ts.TypeFlags.Never | ts.TypeFlags.Undefined),
      );
      if (!isAbsent) this.#add(fields, declaration, '', isRequest);
    }
    return fields;
  }

  /** The field of one declaration and, where they have comments, those of the objects in it. */
  #add(fields, declaration, path, isRequest) {
    const name = `${path}${declaration.name.text}`;
    const optional = declaration.questionToken !== undefined;
    const file = declaration.getSourceFile().fileName.replace(root, '');
    const where = `${file}: ${declaration.parent.name?.text ?? path.replace(/\.$/, '')}: ${name}`;
    if (name === 'ask') {
      const type = this.#words(declaration.type);
      fields.push({ name, type, optional, text: 'Which question it is.' });
      return;
    }
    const { text, unit, fallback, unknown } = this.#comment(declaration, where);
    const node = declaration.type;
    if (isRequest && optional && fallback === undefined) throw new Failure(`${where} has no @default`);
    if (hasKind(node, ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.NumericLiteral) && unit === undefined)
      throw new Failure(`${where} has no @unit`);
    if (hasKind(node, ts.SyntaxKind.NullKeyword) && unknown === undefined)
      throw new Failure(`${where} has no @null`);
    fields.push({ name, type: this.#words(node), optional, unit, fallback, unknown, text });
    for (const { literal, suffix } of commentedLiterals(node)) {
      for (const member of literal.members) this.#add(fields, member, `${name}${suffix}.`, isRequest);
    }
  }

  /** What stands before a declaration, cut at its tags. */
  #comment(declaration, where, mayLack = false) {
    const holder = ts.isTypeAliasDeclaration(declaration.parent ?? {}) ? declaration.parent : declaration;
    const source = holder.getSourceFile().text;
    const range = ts.getLeadingCommentRanges(source, holder.pos)?.at(-1);
    const raw = range && source.slice(range.pos, range.end);
    const isDoc = raw?.startsWith('/**') && !raw.includes('@file');
    if (!isDoc && !mayLack) throw new Failure(`${where} has no comment`);
    const words = (isDoc ? raw : '').replace(/^\/\*\*|\*\/$/g, '').replace(/\n\s*\*/g, ' ');
    const [text, ...tags] = words.replace(/\s+/g, ' ').split(/(?:^|\s)@(?=(?:unit|null|default)\s)/);
    const out = { text: text.trim() };
    if (out.text === '' && !mayLack) throw new Failure(`${where}: the comment says nothing but tags`);
    for (const tag of tags) {
      const [, name, value] = /^(\S+)\s+(.*?)\s*$/.exec(tag);
      out[{ unit: 'unit', null: 'unknown', default: 'fallback' }[name]] = value;
    }
    return out;
  }

  #fileOf(symbol) {
    return symbol.declarations[0].getSourceFile().fileName.replace(root, '');
  }

  /** A type as a reader says it, in Markdown. */
  #words(node) {
    if (ts.isParenthesizedTypeNode(node)) return this.#words(node.type);
    if (ts.isTypeOperatorNode(node)) return this.#words(node.type);
    if (ts.isArrayTypeNode(node)) return `array of ${this.#words(node.elementType)}`;
    if (ts.isTupleTypeNode(node)) return `pair of ${this.#words(node.elements[0])}`;
    if (ts.isUnionTypeNode(node)) {
      const parts = node.types.map((part) => this.#words(part));
      return [...new Set(parts)].join(' or ');
    }
    if (ts.isIntersectionTypeNode(node)) return node.types.map((part) => this.#words(part)).join(' and ');
    if (ts.isTypeLiteralNode(node)) {
      const names = node.members.map((member) => member.name.text);
      return isCommented(node) ? 'object' : code(`{ ${names.join(', ')} }`);
    }
    if (ts.isLiteralTypeNode(node) && node.literal.kind !== ts.SyntaxKind.NullKeyword)
      return code(node.getText().replaceAll("'", '"'));
    if (ts.isTemplateLiteralTypeNode(node))
      return code(
        `"${node
          .getText()
          .replaceAll('`', '')
          .replace(/\$\{(\w+)\}/g, '<$1>')}"`,
      );
    if (ts.isTypeReferenceNode(node)) return this.#reference(node);
    return node.getText();
  }

  #reference(node) {
    const name = node.typeName.getText();
    const [first, second] = node.typeArguments ?? [];
    if (name === 'Readonly' || name === 'Partial') return this.#words(first);
    if (name === 'Record') return `object of ${this.#words(second)} by name`;
    const type = this.#checker.getTypeFromTypeNode(node);
    let symbol = this.#checker.getSymbolAtLocation(node.typeName);
    if (symbol.flags & ts.SymbolFlags.Alias) symbol = this.#checker.getAliasedSymbol(symbol);
    const parts = this.#constituents(type);
    if (parts.length > 1 && parts.every((part) => part.flags & BASICS)) {
      const isShort = parts.length <= FEW || !parts.every((part) => part.isStringLiteral());
      if (isShort && ts.isUnionTypeNode(symbol.declarations[0].type))
        return this.#words(symbol.declarations[0].type);
    }
    const place = this.#place(this.#fileOf(symbol), symbol.name);
    this.#named.add(symbol);
    return `[${name}](${place.page}.md#${place.anchor})`;
  }
}

const code = (text) => `\`${text}\``;

function isCommented(literal) {
  return literal.members.some((member) => {
    const source = member.getSourceFile().text;
    return (ts.getLeadingCommentRanges(source, member.pos) ?? []).length > 0;
  });
}

/** Objects in a type whose members have comments of their own, with what the path gets: `[]` in an array. */
function* commentedLiterals(node, suffix = '') {
  if (ts.isTypeLiteralNode(node)) {
    if (isCommented(node)) yield { literal: node, suffix };
  } else if (ts.isArrayTypeNode(node)) yield* commentedLiterals(node.elementType, `${suffix}[]`);
  else if (ts.isTypeReferenceNode(node) || ts.isTupleTypeNode(node)) return;
  else {
    for (const part of node.types ?? (node.type ? [node.type] : [])) yield* commentedLiterals(part, suffix);
  }
}

/** Whether the type says so itself, not by a name or in an object that has comments. */
function hasKind(node, ...kinds) {
  if (kinds.includes(node.kind)) return true;
  if (ts.isTypeLiteralNode(node) && isCommented(node)) return false;
  if (ts.isTemplateLiteralTypeNode(node)) return false;
  let found = false;
  ts.forEachChild(node, (child) => {
    found ||= hasKind(child, ...kinds);
  });
  return found;
}

/** `health` of web/engine/questions/health.ts. */
export const moduleOf = (file) => basename(file, '.ts');
