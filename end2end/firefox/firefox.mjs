// Firefox, driven over WebDriver BiDi: one process for all stories, and a user context for each person in them.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';

/** Milliseconds that a busy machine may take to meet a condition. */
const LIMIT = 45_000;

export const launch = () =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    defaultViewport: { width: 1280, height: 800 },
    timeout: LIMIT,
    // For a page out of the back/forward cache it asks for /favicon.ico, whatever icon the page links.
    extraPrefsFirefox: { 'browser.chrome.site_icons': false },
  });

/**
 * Looks again and again, until it is this.
 * @template T
 * @param {() => T | Promise<T>} look @param {T} expected
 */
export async function until(look, expected) {
  for (const end = Date.now() + LIMIT; ; await pause(20)) {
    try {
      return assert.deepEqual(await look(), expected);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

const ELEMENTS = { link: 'a', button: 'button', textbox: '*[self::input or self::textarea]' };

/**
 * A selector of what has this name: by `aria-label`, text or label. The accessibility tree of Firefox takes more than a second for each look.
 * @param {keyof typeof ELEMENTS} role @param {string} name
 */
export const named = (role, name) =>
  `::-p-xpath(//${ELEMENTS[role]}[@aria-label="${name}" or not(@aria-label) and normalize-space()="${name}" or @id=//label[normalize-space()="${name}"]/@for])`;

/** What a console may say. */
const EXCUSED = [
  // The lifecycle and the loader try each domain above the page's for a cookie: Firefox warns of those that are none.
  /^Cookie “(intercom|messenger)-[^”]+” has been rejected for invalid domain\.$/,
  // Stories pass time in the browser alone.
  /^messenger: this computer's clock is/,
  // Of a page that is left, Firefox reports the requests that end with it: code of later pages, or the widget's script.
  /^TypeError: NetworkError when attempting to fetch resource\.$/,
  /^messenger: the widget's script could not be fetched/,
  // A busy machine is slow.
  /preloaded with link preload was not used within a few seconds/,
  /the widget's script has not come for ten seconds/,
  /no ping has succeeded/,
];

/** Of a page that is left, Firefox reports the answers that were still being read: text, or WebAssembly that it compiles. */
const CUT_BY_LEAVING = /^AbortError: The operation was aborted\. ?$/;

/**
 * Runs in every document before anything else. It says what happens as it happens, so that all of it is in one order: what
 * the workspace is sent, the shutdowns, and the requests that change who is here.
 */
function tell() {
  // As text: of an error that is written, WebDriver BiDi reports only that it is one.
  const { error } = console;
  console.error = (...all) => error(...all.map(String));
  if (window !== window.top) return;
  let lines = 0;
  // In the console, each line with a number: of a page that comes out of the back/forward cache, Firefox reports all lines again.
  const write = (/** @type {string} */ line) => console.debug('story', performance.timeOrigin, (lines += 1), line);
  window.addEventListener('intercom:ping', (event) => {
    if (/** @type {CustomEvent} */ (event).detail.call === 'shutdown') write('shutdown');
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) write('kept');
  });
  const { fetch } = window;
  window.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.href);
    if (/^\/api\/log_(in|out)$/.test(pathname)) write(`→ ${pathname.slice('/api/'.length)}`);
    if (pathname === '/messenger/web/ping') {
      const { call, page, settings } = JSON.parse(String(init?.body));
      const token = settings.intercom_user_jwt?.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
      const who = token ? JSON.parse(atob(token)).email.split('@')[0] : call === 'boot' && 'visitor';
      write([call, who, 'at', page.url.slice(location.origin.length)].filter(Boolean).join(' '));
    }
    return fetch(input, init);
  };
}

/** A browser of one person: no other has its cookies, its storage or its tabs. */
export class Person {
  /** @type {Tab[]} */
  tabs = [];

  /** @param {import('puppeteer-core').BrowserContext} context @param {string} origin */
  constructor(context, origin) {
    this.context = context;
    this.origin = origin;
  }

  /** What a console, a page or the policy complained of, and what failed, in all tabs. */
  get complaints() {
    return this.tabs.flatMap(({ complaints, cut, documents }) => (documents > 1 ? complaints : [...complaints, ...cut]));
  }

  /**
   * A page in a window of its own: one that is out of sight draws nothing. `before` runs in each document before anything else.
   * @param {string} path @param {() => void} [before]
   */
  async open(path, before) {
    const page = await this.context.newPage({ type: 'window' });
    page.setDefaultTimeout(LIMIT);
    page.setDefaultNavigationTimeout(LIMIT);
    const tab = new Tab(page, this);
    this.tabs.push(tab);
    await page.evaluateOnNewDocument(tell);
    if (before) await page.evaluateOnNewDocument(before);
    await tab.goto(path);
    return tab;
  }
}

export class Tab {
  /**
   * What happened, in words: `boot visitor at /`, `update at /coffees`, `boot customer at /account`, `shutdown`, `→ log_out`;
   * `kept` where the page came back as it was left.
   * @type {string[]}
   */
  story = [];
  /** Paths of all requests. @type {string[]} */
  requests = [];
  /** How many requests are under way. */
  open = 0;
  /** How many documents were loaded here. */
  documents = 0;
  /** @type {string[]} */
  complaints = [];
  /** Complaints in the words of `CUT_BY_LEAVING`: of no account in a tab that left a page. @type {string[]} */
  cut = [];

  /** @param {import('puppeteer-core').Page} page @param {Person} person */
  constructor(page, person) {
    this.page = page;
    this.person = person;
    const complain = (/** @type {string} */ what) => {
      if (EXCUSED.some((excused) => excused.test(what))) return;
      (CUT_BY_LEAVING.test(what) ? this.cut : this.complaints).push(what);
    };
    const seen = new Set();
    page.on('console', (message) => {
      const text = message.text();
      const line = /^story \S+ \S+ (.*)$/.exec(text)?.[1];
      if (line && !seen.has(text)) this.story.push(line);
      seen.add(text);
      if (/^(error|warn|assert)/.test(message.type())) complain(text);
    });
    page.on('domcontentloaded', () => void (this.documents += page.url() === 'about:blank' ? 0 : 1));
    page.on('pageerror', (error) => complain(error instanceof Error ? error.message : String(error)));
    page.on('request', (request) => {
      this.requests.push(new URL(request.url()).pathname);
      this.open += 1;
    });
    for (const end of /** @type {const} */ (['requestfinished', 'requestfailed'])) page.on(end, () => void (this.open -= 1));
    page.on('response', (response) => {
      if (response.status() >= 400) this.complaints.push(`${response.request().method()} ${new URL(response.url()).pathname} ${response.status()}`);
    });
  }

  /** Until the page's script answers. @param {string} path */
  async goto(path) {
    await this.page.goto(this.person.origin + path);
    await this.page.waitForSelector('html[data-awake]');
  }

  /** Until the story is this one. @param {string[]} story */
  receives(story) {
    return until(() => this.story, story);
  }

  /** By the first link of this name; until the page there has this heading. @param {string} name */
  async follow(name, heading = name) {
    await this.page.locator(named('link', name)).click();
    await this.shows(heading);
  }

  /** @param {string} name */
  async press(name) {
    await this.page.locator(named('button', name)).click();
  }

  /** @param {string} heading */
  shows(heading) {
    return until(() => this.page.$eval('h1', (h1) => h1.textContent.trim()), heading);
  }

  /** Of a demo account, by the form of the log-in page. @param {string} who */
  async logIn(who) {
    await this.page.locator('input[name="email"]').fill(`${who}@example.com`);
    await this.page.locator('input[name="password"]').fill('demo-password');
    await this.press('Log in');
  }

  async logOut() {
    await this.page.locator('[aria-label^="Account menu"]').click();
    await this.press('Log out');
  }

  /** The Messenger's panel. @returns {Promise<import('puppeteer-core').Frame>} */
  async panel() {
    const frame = await (await this.page.waitForSelector('#intercom-frame'))?.contentFrame();
    assert(frame);
    return frame;
  }
}
