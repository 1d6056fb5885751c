// Lint: the first assertion after an action does not say that something is absent, unless the test saw it before the action
// or awaited something since. Otherwise it passes before the action has had any effect. Fails on a find.
// Usage: node end2end/unanchored.mjs
import { parse } from '@babel/parser';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Methods of Playwright that a page reacts to in its own time. */
const ACTIONS = new Set(
  ('click dblclick tap fill press pressSequentially type insertText check uncheck setChecked selectOption hover focus blur clear setInputFiles dispatchEvent ' +
    'dragTo drop scrollIntoViewIfNeeded move wheel down up evaluate goto reload goBack goForward runFor fastForward').split(' '),
);
/** Those that find their element in sight first. */
const NEED_SIGHT = new Set('click dblclick tap fill press pressSequentially check uncheck selectOption hover'.split(' '));
/** They wait, by a script that they run in the page. */
const WAITS = new Set(['drawn']);
/** What a page does not notice, or not by itself. */
const NEUTRAL = new Set('route unroute unrouteAll addInitScript exposeBinding setViewportSize clearCookies addCookies'.split(' '));

/** @typedef {any} Node */

const FUNCTION = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ClassMethod|ObjectMethod)$/;

/**
 * What a function's body awaits, in the order of the text, and whether the answer is used; what functions inside await is theirs.
 * @param {Node} node @returns {Generator<Node>}
 */
function* awaited(node) {
  if (FUNCTION.test(node.type)) return;
  for (const child of children(node)) yield* awaited(child);
  const isAnswerUsed = node.type !== 'ExpressionStatement';
  for (const child of children(node)) if (child.type === 'AwaitExpression') yield { ...child.argument, isAnswerUsed };
}

/** @param {Node} node @returns {Node[]} */
const children = (node) =>
  Object.entries(node)
    .filter(([key]) => !/^(loc|start|end|extra|leadingComments|trailingComments|innerComments)$/.test(key))
    .flatMap(([, value]) => value)
    .filter((value) => typeof value?.type === 'string');

/** All functions below a node, with the names that call them, if they have one. @param {Node} node @returns {Generator<[string, Node]>} */
function* functions(node, name = '') {
  if (FUNCTION.test(node.type)) yield [node.id?.name ?? node.key?.name ?? name, node];
  const named = node.type === 'VariableDeclarator' ? node.id.name : '';
  for (const child of children(node)) yield* functions(child, named);
}

/** The name of a called function or method. @param {Node} call @returns {string | undefined} */
const called = ({ callee }) => callee?.name ?? callee?.property?.name;

class File {
  /** @param {string} name @param {string} text */
  constructor(name, text) {
    this.name = name;
    this.text = text;
    this.tree = parse(text, { sourceType: 'module', plugins: ['typescript'] }).program;
    this.functions = [...functions(this.tree)];
    this.imports = this.tree.body.flatMap((/** @type {Node} */ { source }) => (source ? join(dirname(name), source.value) : []));
  }

  /** @param {Node} node */
  source = (node) => this.text.slice(node.start, node.end);

  /** `expect(locator).not.toBeVisible()` as locator and whether it says that nothing is there. @param {Node} call */
  assertion(call) {
    let [node, isNot] = [call.callee?.object, false];
    if (node?.property?.name === 'not') [node, isNot] = [node.object, true];
    if (node?.type !== 'CallExpression' || !/^expect(\.soft)?$/.test(this.source(node.callee))) return;
    const name = called(call) ?? '';
    const isAbsent = name === 'toBeHidden' || (name === 'toHaveCount' && this.source(call.arguments[0]) === '0') || (isNot && /^toBe(Visible|Attached|InViewport)$/.test(name));
    return { locator: this.source(node.arguments[0]), isAbsent, isPresent: !isAbsent && !isNot };
  }
}

class Specs {
  /** Functions that end in an action: so does a call of one. @type {Set<Node>} */
  acts = new Set();

  /** @param {Record<string, string>} texts by path */
  constructor(texts) {
    this.files = Object.entries(texts).map(([name, text]) => new File(name, text));
    for (let before = -1; before !== this.acts.size; ) {
      before = this.acts.size;
      for (const file of this.files) {
        for (const [name, made] of file.functions) if (!WAITS.has(name) && this.endsInAction(file, made)) this.acts.add(made);
      }
    }
  }

  /** @param {File} file @param {Node} made */
  endsInAction(file, made) {
    const { body } = made;
    const returned = body.type === 'BlockStatement' ? body.body.flatMap((/** @type {Node} */ { type, argument }) => (type === 'ReturnStatement' && argument) || []) : (body.argument ?? body);
    const last = [...awaited(body)].concat(returned).findLast((call) => call.type === 'CallExpression' && !NEUTRAL.has(called(call) ?? ''));
    return !!last && this.isAction(file, last);
  }

  /** What a page is asked changes nothing in it. @param {File} file @param {Node} call */
  isAction(file, call) {
    const name = called(call) ?? '';
    if (call.type !== 'CallExpression' || file.assertion(call)) return false;
    if (ACTIONS.has(name)) return name !== 'evaluate' || !call.isAnswerUsed;
    if (call.isAnswerUsed || !name) return false;
    const near = [file, ...this.files.filter(({ name }) => file.imports.includes(name))];
    const home = near.find(({ functions }) => functions.some(([its]) => its === name));
    return (home ? [home] : this.files).some(({ functions }) => functions.some(([its, made]) => its === name && this.acts.has(made)));
  }
}

/** The finds in these files, by path. @param {Record<string, string>} texts @returns {string[]} */
function unanchored(texts) {
  const specs = new Specs(texts);
  const found = [];
  for (const file of specs.files) {
    for (const [, made] of file.functions) {
      let hasActed = false;
      const inSight = new Set();
      for (const call of awaited(made.body)) {
        const name = (call.type === 'CallExpression' && called(call)) || '';
        const said = call.type === 'CallExpression' ? file.assertion(call) : undefined;
        if (said?.isAbsent) {
          if (hasActed && !inSight.has(said.locator)) found.push(`${file.name}:${call.loc.start.line} ${file.source(call)}`);
          inSight.delete(said.locator);
        } else if (said?.isPresent) inSight.add(said.locator);
        if (NEED_SIGHT.has(name) && call.callee.object) inSight.add(file.source(call.callee.object));
        if (!NEUTRAL.has(name)) hasActed = specs.isAction(file, call);
      }
    }
  }
  return found;
}

/** What is found, and what is not. */
const KNOWN = {
  'at once': ["await page.click(); await expect(a).toBeHidden();", 1],
  'after a helper that clicks': ["await follow(); await expect(a).toHaveCount(0);", 1],
  'after a helper of one expression': ["await press(); await expect(a).toHaveCount(0);", 1],
  'not visible': ["await page.goto('/'); await expect(a).not.toBeVisible();", 1],
  'a route is no wait': ["await page.click(); await page.route('x', y); await expect(a).toBeHidden();", 1],
  'another was in sight': ["await expect(b).toBeVisible(); await page.click(); await expect(a).toBeHidden();", 1],
  'it went already': ["await expect(a).toBeVisible(); await c.click(); await expect(a).toBeHidden(); await c.click(); await expect(a).toBeHidden();", 1],
  'it was in sight': ["await expect(a).toBeVisible(); await page.click(); await expect(a).toBeHidden();", 0],
  'it was pressed': ["await a.click(); await expect(a).toBeHidden();", 0],
  'an answer came': ["await page.click(); await answered; await expect(a).toBeHidden();", 0],
  'something else came': ["await page.click(); await expect(b).toBeVisible(); await expect(a).toBeHidden();", 0],
  'drawn': ["await page.click(); await drawn(page); await expect(a).toBeHidden();", 0],
};
for (const [what, [code, count]] of Object.entries(KNOWN)) {
  const text = `const follow = async () => { await link.click(); };\nconst press = async () => await link.press('Enter');\ntest('', async () => { ${code} });`;
  if (unanchored({ 'known.ts': text }).length !== count) throw new Error(`the lint errs: ${what}`);
}

const root = import.meta.dirname;
const specs = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.includes('node_modules'));
const found = unanchored(Object.fromEntries(specs.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
for (const line of found) console.error(line);
if (found.length) process.exit(1);
