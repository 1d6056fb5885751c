// @ts-check
/**
 * The widget's loader: turns the page's queueing stub into the real `Intercom`, draws the launcher and sends the pings.
 * It must never throw into the page that carries it, nor touch more of it than a launcher, three cookies and `Intercom`.
 */
(() => {
  "use strict";

  /** @typedef {Record<string, unknown>} Settings */
  /** @typedef {((name: string, ...args: any[]) => unknown) & { q?: ArrayLike<any>[], booted?: boolean }} Intercom */
  /** @typedef {() => void} Callback */
  /**
   * What one boot began. All that a reply may change hangs on it: one that comes after its shutdown changes nothing.
   * @typedef {{ appId: string, base: string, settings: Settings, credential?: string, visitorId?: string, live: boolean }} Session
   */

  const page = /** @type {Window & { Intercom?: Intercom, intercomSettings?: Settings }} */ (/** @type {unknown} */ (window));
  const stub = page.Intercom;
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (stub?.booted || !script?.src || /bot\b|crawl|spider|slurp/i.test(navigator.userAgent)) return;

  const home = new URL(script.src);
  const WEEK = 604_800;
  const NINE_MONTHS = 23_673_600;
  /** A request that hangs must not hold up the ones behind it. */
  const PATIENCE = 15_000;

  /** @type {Session | undefined} */
  let current;
  let unread = 0;
  /** What waits for the first successful ping. @type {Callback[]} */
  let waiting = [];
  /** @type {{ onShow: Callback[], onHide: Callback[], onUnreadCountChange: ((count: number) => void)[] }} */
  let listeners = { onShow: [], onHide: [], onUnreadCountChange: [] };

  // The page's own functions ---------------------------------------------------------------------------------------

  /** @param {Function} callback @param {unknown[]} args */
  const call = (callback, ...args) => {
    try {
      callback(...args);
    } catch (error) {
      console.error(error);
    }
  };

  /** @param {unknown} value @returns {value is Function} */
  const isFunction = (value) => typeof value === "function";

  /** @param {unknown} value @returns {Settings} */
  const asSettings = (value) =>
    value && typeof value === "object" && !Array.isArray(value) ? { .../** @type {Settings} */ (value) } : {};

  /** @param {Callback} callback */
  const whenLive = (callback) => {
    if (current?.live) call(callback);
    else waiting.push(callback);
  };

  /** @param {number} count */
  const setUnread = (count) => {
    if (count === unread) return;
    unread = count;
    label();
    for (const listener of listeners.onUnreadCountChange) call(listener, count);
  };

  // Ids and cookies ------------------------------------------------------------------------------------------------

  /** `crypto.randomUUID` is missing on plain http. */
  const randomId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** @param {string} name @returns {string | undefined} */
  const cookie = (name) =>
    document.cookie.split("; ").find((pair) => pair.startsWith(name + "="))?.slice(name.length + 1);

  /** @param {string} name @param {string} value @param {number} seconds */
  const setCookie = (name, value, seconds) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax${secure}`;
  };

  /** @param {string} name @param {number} seconds */
  const prolong = (name, seconds) => setCookie(name, cookie(name) || randomId(), seconds);

  // The wire -------------------------------------------------------------------------------------------------------

  /** @type {Promise<unknown>} */
  let sent = Promise.resolve();

  /**
   * One request at a time, in the order of the calls; one that fails does not stop the next.
   * @param {() => Promise<unknown>} request
   */
  const inOrder = (request) => {
    sent = sent.then(request).catch(() => {});
  };

  /**
   * Cookieless: the session's credential goes in a header. It outlives the page that sends it, where it may.
   * @param {Session} session @param {string} path @param {unknown} content
   */
  const post = (session, path, content) => {
    const body = JSON.stringify(content);
    /** @type {Record<string, string>} */
    const headers = { "Content-Type": "application/json" };
    if (session.credential) headers.Authorization = `Bearer ${session.credential}`;
    const signal = AbortSignal.timeout(PATIENCE);
    // Browsers refuse to keep more than 64 KiB alive.
    const keepalive = body.length < 16_000;
    return fetch(`${session.base}/messenger/web/${path}`, {
      method: "POST", body, headers, signal, keepalive, credentials: "omit", cache: "no-store",
    });
  };

  /** Joins a call on the page with what the workspace received. @param {string | null} id @param {string} name */
  const announce = (id, name) => {
    window.dispatchEvent(new CustomEvent("intercom:ping", { detail: { id, call: name } }));
  };

  /** @param {Session} session @param {"boot" | "update"} name @param {Settings} attributes */
  const ping = (session, name, attributes) => {
    /** @type {Settings} */
    let settings;
    try {
      settings = JSON.parse(JSON.stringify(attributes));
    } catch {
      announce(null, name);
      console.warn(`Intercom("${name}"): the settings are no plain data, nothing was sent.`);
      return;
    }
    const ping_id = randomId();
    Object.assign(session.settings, settings);
    const all = { ...session.settings };
    const visitor_id = cookie(`intercom-id-${session.appId}`);
    // Read now: by the time it is sent, the page may be another.
    const seen = { url: location.href, title: document.title, referrer: document.referrer };
    announce(ping_id, name);
    inOrder(async () => {
      // A boot that never arrived is made up for by the next call.
      const opening = !session.credential;
      const response = await post(session, "ping", {
        app_id: session.appId,
        ping_id,
        visitor_id,
        call: opening ? "boot" : name,
        page: seen,
        settings: opening ? all : settings,
      });
      if (response.ok) received(session, await response.json());
    });
  };

  /** @param {Session} session @param {{ session?: string, visitor_id?: string, unread_count: number }} reply */
  const received = (session, reply) => {
    // An ended session keeps it too: its shutdown is still to be sent.
    if (reply.session) session.credential = reply.session;
    if (session !== current) return;
    if (reply.visitor_id) {
      session.visitorId = reply.visitor_id;
      setCookie(`intercom-id-${session.appId}`, reply.visitor_id, NINE_MONTHS);
    }
    // Their values open nothing: the credential stays in memory, as a cookie alone never resumes anyone.
    prolong(`intercom-session-${session.appId}`, WEEK);
    prolong(`intercom-device-id-${session.appId}`, NINE_MONTHS);
    setUnread(reply.unread_count);
    if (session.live) return;
    session.live = true;
    for (const callback of waiting.splice(0)) call(callback);
  };

  // The launcher and its panel -------------------------------------------------------------------------------------

  const RULES = `
  .intercom-lightweight-app { --action: light-dark(#0f5650, #79d2c0); --on-action: light-dark(#fff, #06201c); --side: 20px; --bottom: 20px; position: relative; font: 400 15px/1.45 system-ui, sans-serif; text-align: start;
    & .intercom-launcher, & .intercom-panel, & .intercom-close { all: unset; box-sizing: border-box; position: fixed; inset-block-end: var(--bottom); inset-inline-end: var(--side); }
    &[data-side="left"] :is(.intercom-launcher, .intercom-panel) { inset-inline: auto; left: var(--side); }
    &[data-side="right"] :is(.intercom-launcher, .intercom-panel) { inset-inline: auto; right: var(--side); }
    & .intercom-launcher { display: grid; place-items: center; inline-size: 56px; block-size: 56px; border-radius: 50%; background: var(--action); color: var(--on-action); box-shadow: 0 1px 2px rgb(0 20 18 / .12), 0 6px 16px rgb(0 20 18 / .2); cursor: pointer; -webkit-tap-highlight-color: transparent; transition: scale .17s cubic-bezier(.2, .7, .2, 1);
      &:hover { scale: 1.06; } &:active { scale: .96; } }
    & :is(.intercom-launcher, .intercom-close, .intercom-panel):focus-visible { outline: 3px solid light-dark(#0b6bcb, #7fb8ff); outline-offset: 3px; }
    & svg { grid-area: 1 / 1; inline-size: 28px; block-size: 28px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; transition: opacity .17s, rotate .17s; }
    & .intercom-launcher[aria-expanded="false"] svg + svg, & .intercom-launcher[aria-expanded="true"] svg:first-child { opacity: 0; rotate: -60deg; }
    & .intercom-count { position: absolute; inset-block-start: -2px; inset-inline-end: -2px; display: grid; place-items: center; box-sizing: border-box; min-inline-size: 20px; block-size: 20px; padding-inline: 4px; border-radius: 10px; background: light-dark(#c4422a, #ff9079); color: light-dark(#fff, #33100a); font: 700 12px/1 system-ui, sans-serif; box-shadow: 0 0 0 2px light-dark(#fff, #0e1a19); }
    & .intercom-panel { inset-block-end: calc(var(--bottom) + 72px); inline-size: min(400px, 100% - 2 * var(--side)); max-block-size: min(704px, 100dvb - var(--bottom) - 92px); padding: 24px; overflow: auto; border-radius: 16px; background: light-dark(#fff, #142321); color: light-dark(#10211f, #e8f0ec); box-shadow: 0 16px 48px rgb(0 20 18 / .25), 0 0 0 1px light-dark(#d9e2dd, #263c38); transition: opacity .17s, translate .17s; @starting-style { opacity: 0; translate: 0 12px; } }
    & .intercom-close { position: absolute; inset: 12px 12px auto auto; display: grid; padding: 8px; border-radius: 8px; cursor: pointer; & svg { inline-size: 20px; block-size: 20px; } &:hover { background: light-dark(#edf2ef, #1c302d); } }
    & .intercom-panel:dir(rtl) .intercom-close { inset: 12px auto auto 12px; }
    & [hidden] { display: none !important; }
    & h2, & p { all: unset; display: block; } & h2 { margin-block-end: 8px; padding-inline-end: 36px; font-size: 20px; font-weight: 650; } & p { color: light-dark(#4a5f5a, #a6bbb4); } }
  @media (max-width: 480px) { .intercom-lightweight-app .intercom-panel.intercom-panel { inset: 0; inline-size: auto; max-block-size: none; border-radius: 0; } .intercom-lightweight-app .intercom-launcher[aria-expanded="true"] { display: none; } }
  @media (prefers-reduced-motion: reduce) { .intercom-lightweight-app * { transition: none !important; } }
  @media (forced-colors: active) { .intercom-lightweight-app :is(.intercom-launcher, .intercom-panel, .intercom-count) { border: 1px solid; } }
  @media print { .intercom-lightweight-app { display: none; } }`;

  /** @type {{ sheet: CSSStyleSheet, root: HTMLElement, app: HTMLElement, launcher: HTMLElement, count: HTMLElement, panel: HTMLElement } | undefined} */
  let drawn;
  let open = false;

  /**
   * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
   * @returns {HTMLElement}
   */
  const element = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...children);
    return made;
  };

  /** @param {string} line */
  const icon = (line) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", line);
    svg.append(path);
    return svg;
  };

  const draw = () => {
    // Adopted sheets and properties set one by one pass a policy that forbids inline styles.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

    const count = element("span", { class: "intercom-count", "aria-hidden": "true" });
    const chat = icon("M12 4.25c-4.8 0-8.5 3.05-8.5 7.1 0 2.25 1.05 4.1 2.8 5.4L5.8 20l3.7-1.75c.8.15 1.65.2 2.5.2 4.8 0 8.5-3.05 8.5-7.1s-3.7-7.1-8.5-7.1zM8 12c1.33-1.15 2.67-1.15 4 0s2.67 1.15 4 0");
    const launcher = element("button", { type: "button", class: "intercom-launcher", "aria-haspopup": "dialog" }, chat, icon("m6 9.5 6 6 6-6"), count);
    launcher.onclick = () => toggle(!open);

    const close = element("button", { type: "button", class: "intercom-close", "aria-label": "Close chat" }, icon("m6.5 6.5 11 11M17.5 6.5l-11 11"));
    close.onclick = () => toggle(false);
    const panel = element("div", { class: "intercom-panel", role: "dialog", "aria-label": "Messenger", tabindex: "-1", hidden: "" },
      element("h2", {}, "Hello"), element("p", {}, "Conversations open here soon."), close);

    const app = element("div", { class: "intercom-lightweight-app" }, panel, launcher);
    app.onkeydown = (event) => {
      if (event.key === "Escape" && open) toggle(false);
    };
    const root = element("div", { id: "intercom-container" }, app);
    drawn = { sheet, root, app, launcher, count, panel };
    label();
  };

  const label = () => {
    if (!drawn) return;
    const { launcher, count } = drawn;
    const shown = unread > 9 ? "9+" : `${unread}`;
    count.textContent = shown;
    count.hidden = unread < 1;
    launcher.setAttribute("aria-expanded", `${open}`);
    launcher.setAttribute("aria-label", open ? "Close chat" : unread > 0 ? `Open chat, ${shown} unread` : "Open chat");
  };

  /** @param {boolean} opened */
  const toggle = (opened) => {
    if (!drawn || open === opened) return;
    const focused = drawn.panel.contains(document.activeElement);
    open = opened;
    drawn.panel.hidden = !open;
    label();
    if (open) drawn.panel.focus();
    else if (focused) drawn.launcher.focus();
    for (const listener of open ? listeners.onShow : listeners.onHide) call(listener);
  };

  /** Brings the launcher in line with the settings. @param {Settings} settings */
  const dress = (settings) => {
    if (!document.body) return document.addEventListener("DOMContentLoaded", () => current && dress(current.settings), { once: true });
    if (!drawn) draw();
    if (!drawn) return;
    const { root, app, launcher } = drawn;
    if (!root.isConnected) document.body.append(root);
    launcher.hidden = settings.hide_default_launcher === true;
    app.dataset.side = `${settings.alignment ?? ""}`;
    const style = app.style;
    /** @param {string} property @param {unknown} value */
    const set = (property, value) => (value ? style.setProperty(property, `${value}`) : style.removeProperty(property));
    /** @param {unknown} padding */
    const distance = (padding) => Number.isFinite(padding) && `${Math.max(20, /** @type {number} */ (padding))}px`;
    set("--side", distance(settings.horizontal_padding));
    set("--bottom", distance(settings.vertical_padding));
    set("z-index", Number.isInteger(settings.z_index) ? settings.z_index : 2147483001);
    const mode = settings.theme_mode;
    set("color-scheme", mode === "system" ? "light dark" : mode === "light" || mode === "dark" ? mode : "");
    const colour = settings.action_color;
    const known = typeof colour === "string" && CSS.supports("color", colour);
    set("--action", known && colour);
    // Black on what is light, white on what is dark.
    set("--on-action", known && `oklch(from ${colour} clamp(0, (.66 - l) * 1000, 1) 0 0)`);
  };

  const erase = () => {
    if (!drawn) return;
    const { root, sheet } = drawn;
    root.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    drawn = undefined;
  };

  // The calls ------------------------------------------------------------------------------------------------------

  /** @type {Record<string, (argument?: any) => unknown>} */
  const calls = {
    boot(argument) {
      const settings = { ...asSettings(page.intercomSettings), ...asSettings(argument) };
      const appId = settings.app_id;
      if (typeof appId !== "string" || !appId) return announce(null, "boot");
      if (!current) {
        const base = typeof settings.api_base === "string" ? settings.api_base.replace(/\/+$/, "") : home.origin;
        current = { appId, base, settings: {}, live: false };
      }
      ping(current, "boot", settings);
      dress(current.settings);
    },

    update(argument) {
      if (!current) return announce(null, "update");
      ping(current, "update", asSettings(argument));
      dress(current.settings);
    },

    shutdown() {
      const ended = current;
      current = undefined;
      waiting = [];
      listeners = { onShow: [], onHide: [], onUnreadCountChange: [] };
      erase();
      open = false;
      unread = 0;
      // A page that has booted nothing yet may find another person's cookies.
      const appId = ended?.appId ?? asSettings(page.intercomSettings).app_id ?? home.pathname.split("/").pop();
      for (const name of ["session", "id"]) setCookie(`intercom-${name}-${appId}`, "", 0);
      const ping_id = ended ? randomId() : null;
      announce(ping_id, "shutdown");
      if (ended) inOrder(async () => ended.credential && post(ended, "shutdown", { ping_id }));
    },

    ready: (callback) => isFunction(callback) && whenLive(() => callback()),
    show: () => whenLive(() => toggle(true)),
    hide: () => whenLive(() => toggle(false)),
    onShow: (callback) => isFunction(callback) && listeners.onShow.push(() => callback()),
    onHide: (callback) => isFunction(callback) && listeners.onHide.push(() => callback()),
    onUnreadCountChange(callback) {
      if (!isFunction(callback)) return;
      listeners.onUnreadCountChange.push(/** @type {(count: number) => void} */ (callback));
      call(callback, unread);
    },
    getVisitorId: () => current && (current.visitorId ?? cookie(`intercom-id-${current.appId}`)),
  };

  const later = new Set([
    "showSpace", "showMessages", "showNewMessage", "startConversation", "onUserEmailSupplied", "trackEvent", "whoami",
    "startTour", "startSurvey", "startChecklist", "showArticle", "showNews", "showTicket", "showConversation",
    "hideNotifications", "setAuthTokens",
  ]);

  /** @type {Intercom} */
  const intercom = (name, ...args) => {
    try {
      if (Object.hasOwn(calls, name)) {
        const result = calls[name](args[0]);
        return name === "getVisitorId" ? result : undefined;
      }
      if (later.delete(name)) console.info(`Intercom("${name}") comes later in the embedded workspace.`);
    } catch (error) {
      console.error(error);
    }
  };

  // The page's calls so far, in order ------------------------------------------------------------------------------

  const queue = stub?.q ?? [];
  let decided = false;
  while (queue.length) {
    const [name, ...args] = Array.from(/** @type {ArrayLike<any>} */ (queue.shift()));
    decided ||= name === "boot" || name === "shutdown";
    intercom(name, ...args);
  }
  intercom.booted = true;
  page.Intercom = intercom;
  if (!decided) intercom("boot");
})();
