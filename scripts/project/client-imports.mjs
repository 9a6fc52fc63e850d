import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './run.mjs';

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Whether the file begins with the directive `'use client'`. */
function isClient({ statements: [first] }) {
  return (
    first !== undefined &&
    ts.isExpressionStatement(first) &&
    ts.isStringLiteral(first.expression) &&
    first.expression.text === 'use client'
  );
}

/** The names that an import brings in as values, types left out. */
function valueNames({ importClause }) {
  if (importClause === undefined || importClause.isTypeOnly) return [];
  const { name, namedBindings } = importClause;
  const named =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name]
        : namedBindings.elements.filter(({ isTypeOnly }) => !isTypeOnly).map((element) => element.name);
  return [name, ...named].filter((each) => each !== undefined).map(({ text }) => text);
}

/** Whether a name is rendered here: `<Name …>`. */
function isTag({ parent }) {
  return (
    parent !== undefined &&
    (ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent) || ts.isJsxClosingElement(parent))
  );
}

/** Where `names` are used in a file other than as tags and types. */
function misuses(source, names) {
  const found = [];
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    const isName = ts.isIdentifier(node) && names.has(node.text) && !isTag(node);
    const isMember = isName && ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    const isKey =
      isName &&
      (ts.isPropertyAssignment(node.parent) || ts.isJsxAttribute(node.parent)) &&
      node.parent.name === node;
    if (isName && !isMember && !isKey) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * What server components do to modules with `'use client'` other than render their components. There the import is only a
 * reference for the browser: calling it, or reading a constant, fails when the page is asked for, and no earlier.
 *
 * @param {string} folder the project: with `app`, whose files are server components unless they say otherwise
 * @returns {{ read: number, problems: string[] }} how many modules of server components were read; a line for each problem
 */
export function clientImports(folder) {
  const pathOf = (specifier, from) => {
    const path = specifier.startsWith('#')
      ? join(folder, specifier.slice(1))
      : specifier.startsWith('.')
        ? join(dirname(from), specifier)
        : null;
    return path !== null && /\.tsx?$/.test(path) && existsSync(path) ? path : null;
  };
  const sources = new Map();
  const sourceOf = (path) => {
    const known = sources.get(path);
    if (known !== undefined) return known;
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    sources.set(path, source);
    return source;
  };
  const due = filesUnder(join(folder, 'app')).filter((path) => !isClient(sourceOf(path)));
  const onServer = new Set(due);
  const problems = [];
  for (let path = due.pop(); path !== undefined; path = due.pop()) {
    const source = sourceOf(path);
    const clientNames = new Set();
    for (const statement of source.statements) {
      const specifier = statement.moduleSpecifier;
      if (specifier === undefined || !ts.isStringLiteral(specifier)) continue;
      const imported = pathOf(specifier.text, path);
      if (imported === null) continue;
      const isImport = ts.isImportDeclaration(statement);
      if (isImport && isClient(sourceOf(imported))) {
        for (const name of valueNames(statement)) clientNames.add(name);
      } else if (
        !onServer.has(imported) &&
        !isClient(sourceOf(imported)) &&
        !(isImport && statement.importClause?.isTypeOnly)
      ) {
        onServer.add(imported);
        due.push(imported);
      }
    }
    for (const node of misuses(source, clientNames)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      problems.push(
        `${relative(folder, path)}:${line + 1} \`${node.text}\` comes from a file with 'use client', so a server component may only render it. Move it to a file without the directive.`,
      );
    }
  }
  return { read: onServer.size, problems: problems.sort() };
}

/** A check that read nothing proves nothing. */
export function checkClientImports() {
  const { read, problems } = clientImports(root);
  if (read === 0) return { ok: false, output: 'No server component was read.\n' };
  return { ok: problems.length === 0, output: problems.map((problem) => `${problem}\n`).join('') };
}
