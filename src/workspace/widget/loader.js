// @ts-check
/**
 * The widget's loader: turns the page's queueing stub into the real `Intercom`, draws the launcher, frames the panel and
 * sends the pings. It must never throw into the page that carries it, nor touch more of it than a launcher, a frame,
 * three cookies and `Intercom`.
 */
(() => {
  "use strict";

  /** @typedef {Record<string, any>} Settings */
  /** @typedef {((name: string, ...args: any[]) => unknown) & { q?: ArrayLike<any>[], booted?: boolean }} Intercom */
  /** @typedef {(argument?: any) => void} Callback */
  /** @typedef {Record<string, string>} Person */
  /**
   * What one boot began. All that a reply may change hangs on it: one that comes after its shutdown changes nothing.
   * @typedef {{
   *   appId: string, base: string, settings: Settings, live: boolean, activeAt: number,
   *   credential?: string, visitorId?: string, person?: Person, failed?: number, identifying?: boolean,
   * }} Session `identifying`: a ping is on its way that makes a visitor a user
   */

  const page = /** @type {Window & { Intercom?: Intercom, intercomSettings?: Settings }} */ (/** @type {unknown} */ (window));
  const stub = page.Intercom;
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (stub?.booted || !script?.src || /bot\b|crawl|spider|slurp/i.test(navigator.userAgent)) return;

  const home = new URL(script.src);
  const WEEK = 604_800;
  const NINE_MONTHS = 23_673_600;

  /** @type {Session | undefined} */
  let current;
  let unread = 0;
  /** What waits for the first successful ping. @type {Callback[]} */
  let waiting = [];
  /** @returns {Record<string, Callback[]>} */
  const noListeners = () => ({ onShow: [], onHide: [], onUnreadCountChange: [], onUserEmailSupplied: [] });
  let listeners = noListeners();

  // The page's own functions ------------------------------------------------------------------------------------------

  /** @param {unknown} callback @param {unknown[]} args */
  const call = (callback, ...args) => {
    try {
      if (typeof callback === "function") callback(...args);
    } catch (error) {
      console.error(error);
    }
  };

  /** @param {unknown} value @returns {Settings} */
  const asSettings = (value) => (typeof value === "object" && !Array.isArray(value) ? { ...value } : {});

  /** @param {Callback} callback */
  const whenLive = (callback) => {
    if (current?.live) call(callback);
    else waiting.push(callback);
  };

  /** @param {string} event @param {unknown[]} args */
  const notify = (event, ...args) => {
    listeners[event].forEach((listener) => call(listener, ...args));
  };

  /** @param {number} count */
  const setUnread = (count) => {
    if (count === unread) return;
    unread = count;
    label();
    notify("onUnreadCountChange", count);
  };

  // Ids and cookies ---------------------------------------------------------------------------------------------------

  /** What it distinguishes opens nothing, so it may be guessed. */
  const randomId = () => `${Math.random()}${Math.random()}`.replace(/\D/g, "");

  /** A page may be forbidden to look at cookies. @param {string} name @returns {string | undefined} */
  const cookie = (name) => {
    try {
      return document.cookie.match(`(?:^|; )${name}=([^;]+)`)?.[1];
    } catch {}
  };

  /** @param {string} name @param {string} value @param {number} seconds */
  const setCookie = (name, value, seconds) => {
    try {
      document.cookie = `${name}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
    } catch {}
  };

  /** @param {string} name @param {number} seconds */
  const prolong = (name, seconds) => setCookie(name, cookie(name) || randomId(), seconds);

  // The session's end -------------------------------------------------------------------------------------------------

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /**
   * How long a session is active, in milliseconds and at least five minutes, "after which the session cookie will expire".
   * Source: Intercom's docs, "Attributes & objects", and help, "How do I end a session?".
   * @param {Settings} settings
   */
  const duration = ({ session_duration: given }) => (Number.isInteger(given) ? Math.max(300_000, given) : Infinity);

  /** A call, or somebody at the panel. */
  const active = () => {
    clearTimeout(timer);
    if (!current) return;
    current.activeAt = Date.now();
    const wait = duration(current.settings);
    // Longer waits would overflow the timer.
    if (wait < 2 ** 31) timer = setTimeout(expire, wait);
  };

  /** Asked at every chance: a timer does not run while the machine sleeps. A visitor stays known. */
  const expire = () => {
    if (current && Date.now() - current.activeAt >= duration(current.settings)) end("session");
  };

  /** @param {...string} cookies */
  const end = (...cookies) => {
    const ended = current;
    current = undefined;
    clearTimeout(timer);
    waiting = [];
    listeners = noListeners();
    erase();
    unread = 0;
    // A page that has booted nothing yet may find another person's cookies.
    const appId = ended?.appId ?? page.intercomSettings?.app_id ?? home.pathname.split("/").pop();
    for (const name of cookies) setCookie(`intercom-${name}-${appId}`, "", 0);
    const ping_id = ended ? randomId() : null;
    announce(ping_id, "shutdown");
    if (ended) inOrder(async () => ended.credential && post(ended, "shutdown", { ping_id }));
  };

  // The wire ----------------------------------------------------------------------------------------------------------

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
   * Cookieless: the session's credential goes in a header. One that hangs must not hold up those behind it. It outlives
   * the page that sends it where it may: browsers refuse to keep more than 64 KiB alive.
   * @param {Session} session @param {string} path @param {Settings} content
   */
  const post = (session, path, content) => {
    const body = JSON.stringify({ app_id: session.appId, ...content });
    /** @type {Record<string, string>} */
    const headers = { "Content-Type": "application/json" };
    if (session.credential) headers.Authorization = `Bearer ${session.credential}`;
    return fetch(`${session.base}/messenger/web/${path}`, {
      method: "POST",
      body,
      headers,
      signal: AbortSignal.timeout?.(15_000),
      keepalive: body.length < 16_000,
      credentials: "omit",
      cache: "no-store",
    });
  };

  /** Joins a call on the page with what the workspace received. @param {string | null} id @param {string} name */
  const announce = (id, name) => {
    window.dispatchEvent(new CustomEvent("intercom:ping", { detail: { id, call: name } }));
  };

  /**
   * Where the pings go. Packages of others write Intercom's own address as `api_base`, whichever server the script came
   * from: no token of this workspace goes there.
   * @param {Settings} settings
   */
  const baseOf = ({ api_base: given }) => {
    const foreign = /\/\/([^/]*\.)?intercom\.io(?![-.\w])/i.test(given);
    if (foreign) console.info("Intercom: api_base is ignored.");
    return `${(!foreign && given) || home.origin}`.replace(/\/+$/, "");
  };

  /** As it is now: the page may change it before it is sent. @param {unknown} data @param {string} name @returns {Settings | undefined} */
  const plain = (data, name) => {
    try {
      return JSON.parse(JSON.stringify(data));
    } catch {
      announce(null, name);
      console.warn(`Intercom: the settings of ${name} are no plain data.`);
    }
  };

  /** @param {Session} session @param {"boot" | "update"} name @param {Settings} attributes */
  const ping = (session, name, attributes) => {
    const ping_id = randomId();
    const settings = plain(attributes, name);
    if (!settings) return;
    Object.assign(session.settings, settings);
    active();
    session.failed = undefined;
    const identifies = /user_|email/.test(Object.keys(settings).join());
    session.identifying ||= identifies && session.person?.type !== "user";
    const all = { ...session.settings };
    const visitor_id = cookie(`intercom-id-${session.appId}`);
    // Read now: by the time it is sent, the page may be another.
    const seen = { url: location.href, title: document.title, referrer: document.referrer };
    announce(ping_id, name);
    const send = () => {
      // A boot that never arrived is made up for by the next call.
      const opening = !session.credential;
      return post(session, "ping", { ping_id, visitor_id, call: opening ? "boot" : name, page: seen, settings: opening ? all : settings });
    };
    inOrder(async () => {
      try {
        let response = await send();
        // The session is over before its person left: what the page has said of them opens another.
        if (response.status === 403 && session.credential && session === current && !identifies) {
          session.credential = undefined;
          response = await send();
        }
        if (response.ok) received(session, await response.json());
        else session.failed = response.status;
      } catch {
        session.failed = 0;
      }
      if (identifies) session.identifying = false;
      inform();
    });
  };

  /** @param {Session} session @param {{ session?: string, visitor_id?: string, person: Person, unread_count: number }} reply */
  const received = (session, reply) => {
    // An ended session keeps it too: its shutdown is still to be sent.
    if (reply.session) session.credential = reply.session;
    if (session !== current) return;
    if (reply.visitor_id) {
      session.visitorId = reply.visitor_id;
      setCookie(`intercom-id-${session.appId}`, reply.visitor_id, NINE_MONTHS);
    }
    session.person = reply.person;
    // Their values open nothing: the credential stays in memory, as a cookie alone never resumes anyone.
    prolong(`intercom-session-${session.appId}`, Math.min(WEEK, duration(session.settings) / 1000));
    prolong(`intercom-device-id-${session.appId}`, NINE_MONTHS);
    setUnread(reply.unread_count);
    if (session.live) return;
    session.live = true;
    waiting.splice(0).forEach((callback) => call(callback));
  };

  // The launcher and the panel's frame --------------------------------------------------------------------------------

  /** What stands on the action colour is black where that is light and white where it is dark. */
  const RULES = `.intercom-lightweight-app { --action: light-dark(#0f5650, #79d2c0); --side: 20px; --bottom: 20px; --above: 72px; position: relative; z-index: 2147483001; color: light-dark(#000, #fff);
  & > * { all: unset; box-sizing: border-box; position: fixed; inset-block-end: var(--bottom); inset-inline-end: var(--side); }
  & button { display: grid; place-items: center; inline-size: 56px; block-size: 56px; border-radius: 50%; background: var(--action); color: oklch(from var(--action) clamp(0, (.66 - l) * 1000, 1) 0 0); box-shadow: 0 6px 16px rgb(0 20 18 / .25); cursor: pointer; transition: scale .17s;
    &:hover { scale: 1.06; } &:active { scale: .96; } &:focus-visible { outline: 3px solid light-dark(#0b6bcb, #7fb8ff); outline-offset: 3px; } }
  & svg { grid-area: 1 / 1; inline-size: 28px; block-size: 28px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; transition: opacity .17s, rotate .17s; }
  & [aria-expanded="false"] svg + svg, & [aria-expanded="true"] svg:first-child { opacity: 0; rotate: -60deg; }
  & span { position: absolute; inset-block-start: -2px; inset-inline-end: -2px; display: grid; place-items: center; box-sizing: border-box; min-inline-size: 20px; block-size: 20px; padding-inline: 4px; border-radius: 10px; background: light-dark(#c4422a, #ff9079); color: light-dark(#fff, #33100a); font: 700 12px/1 system-ui, sans-serif; box-shadow: 0 0 0 2px Canvas; }
  & div { inset-block-end: calc(var(--bottom) + var(--above)); inline-size: min(400px, 100% - 2 * var(--side)); block-size: min(704px, 100dvb - var(--bottom) - var(--above) - 20px); overflow: hidden; border-radius: 16px; background: light-dark(#fff, #142321); box-shadow: 0 16px 48px rgb(0 20 18 / .25), 0 0 0 1px light-dark(#d9e2dd, #263c38); transition: opacity .17s, translate .17s; @starting-style { opacity: 0; translate: 0 12px; } }
  &:has(button[hidden]) { --above: 0px; }
  & iframe { all: unset; display: block; inline-size: 100%; block-size: 100%; }
  & [hidden] { display: none !important; }
  @media (max-width: 480px) { & button { --bottom: 20px; --side: 20px; } & div { inset: 0; inline-size: auto; block-size: auto; border-radius: 0; } &[data-ready] [aria-expanded="true"] { display: none; } }
  @media (prefers-reduced-motion: reduce) { & * { transition: none !important; } }
  @media (forced-colors: active) { & > *, & span { border: 1px solid; } }
  @media print { display: none; } }`;

  /**
   * @typedef {{
   *   root: HTMLElement, app: HTMLElement, launcher: HTMLElement, count: HTMLElement, box: HTMLElement,
   *   frame: HTMLIFrameElement, port?: MessagePort, erase: () => void,
   * }} Drawn
   */
  /** @type {Drawn | undefined} */
  let drawn;
  let open = false;
  /** Has the focus while the panel is closed: the element that opened it, or what the person chose since. @type {Element | null} */
  let opener = null;

  /**
   * @param {string} tag @param {Record<string, string>} attributes @param {...(Node | string)} children
   * @returns {HTMLElement}
   */
  const element = (tag, attributes, ...children) => {
    const made = /** @type {HTMLElement} */ (document.createElementNS(`http://www.w3.org/${/svg|path/.test(tag) ? "2000/svg" : "1999/xhtml"}`, tag));
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...children);
    return made;
  };

  /** @param {string} d */
  const icon = (d) => element("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, element("path", { d }));

  /** An adopted sheet passes a policy that forbids inline styles. @returns {() => void} what takes it away again */
  const style = () => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(RULES);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      return () => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet));
    } catch {
      const sheet = element("style", {}, RULES);
      document.head.append(sheet);
      return () => sheet.remove();
    }
  };

  /** @returns {Drawn} */
  const draw = () => {
    const count = element("span", { class: "intercom-count", "aria-hidden": "true" });
    const chat = icon("M12 4.25c-4.8 0-8.5 3.05-8.5 7.1 0 2.25 1.05 4.1 2.8 5.4L5.8 20l3.7-1.75c.8.15 1.65.2 2.5.2 4.8 0 8.5-3.05 8.5-7.1s-3.7-7.1-8.5-7.1zM8 12c1.33-1.15 2.67-1.15 4 0s2.67 1.15 4 0");
    const launcher = element("button", { type: "button", class: "intercom-launcher", "aria-haspopup": "dialog" }, chat, icon("m6 9.5 6 6 6-6"), count);
    launcher.onclick = () => toggle(!open);
    // Never of this page's origin, and without its cookies: what a message holds can touch neither page nor session.
    const frame = /** @type {HTMLIFrameElement} */ (element("iframe", { id: "intercom-frame", name: "intercom-messenger-frame", title: "Messenger", sandbox: "allow-scripts", credentialless: "" }));
    const box = element("div", { class: "intercom-messenger-frame", role: "dialog", "aria-label": "Messenger", hidden: "" }, frame);
    const app = element("div", { class: "intercom-lightweight-app" }, box, launcher);
    const root = element("div", { id: "intercom-container" }, app);
    return { root, app, launcher, count, box, frame, erase: style() };
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
    expire();
    if (!drawn || !current || open === opened) return;
    const { root, app, box, frame } = drawn;
    const before = document.activeElement;
    open = opened;
    active();
    if (open) opener = before;
    if (open && !app.hasAttribute("data-ready")) load(drawn, current);
    box.hidden = !open;
    label();
    inform();
    if (open) frame.focus();
    else if (root.contains(before)) giveBackFocus();
    else opener = before;
    notify(open ? "onShow" : "onHide");
  };

  /** The page may have taken away the element that opened the panel. */
  const giveBackFocus = () => {
    const back = opener?.isConnected && opener !== document.body ? opener : drawn?.launcher;
    /** @type {HTMLElement | undefined} */ (back)?.focus();
  };

  // The panel's document learns a moment late that the panel closed, and may still take the focus as if it were open.
  addEventListener("blur", () => {
    if (drawn && !open && document.activeElement === drawn.frame) giveBackFocus();
  });

  /** Brings launcher and panel in line with the settings. */
  const dress = () => {
    if (!document.body) return document.addEventListener("DOMContentLoaded", dress, { once: true });
    if (!current) return;
    // Whoever replaced the page's body took them away; a frame that moves starts anew.
    if (drawn && !drawn.root.isConnected) erase();
    const { root, app, launcher } = (drawn ??= draw());
    const settings = current.settings;
    if (!root.isConnected) document.body.append(root);
    launcher.hidden = settings.hide_default_launcher ?? !!activator(settings);
    // In logical terms the end is the other side then. Without a setting it is the page's own end.
    app.dir = settings.alignment ? (settings.alignment === "left" ? "rtl" : "ltr") : "";
    /** @param {string} property @param {unknown} value */
    const set = (property, value) => (value ? app.style.setProperty(property, `${value}`) : app.style.removeProperty(property));
    /** @param {unknown} padding */
    const distance = (padding) => Number.isInteger(padding) && `${Math.max(20, /** @type {number} */ (padding))}px`;
    set("--side", distance(settings.horizontal_padding));
    set("--bottom", distance(settings.vertical_padding));
    set("z-index", Number.isInteger(settings.z_index) && settings.z_index);
    set("color-scheme", { light: "light", dark: "dark", system: "light dark" }[/** @type {"light"} */ (settings.theme_mode)]);
    set("--action", colour(settings.action_color));
    label();
    inform();
  };

  /** @param {unknown} value */
  const colour = (value) => (typeof value === "string" && CSS.supports("color", value) ? value : "");

  const erase = () => {
    if (!drawn) return;
    drawn.root.remove();
    drawn.port?.close();
    drawn.erase();
    drawn = undefined;
    open = false;
  };

  // The panel ---------------------------------------------------------------------------------------------------------

  /** Until the panel has answered, each opening is another try. @param {Drawn} drawn @param {Session} session */
  const load = (drawn, { base, appId }) => {
    drawn.port?.close();
    drawn.port = undefined;
    drawn.frame.onload = () => call(connect, drawn);
    drawn.frame.src = `${base}/messenger/web/panel?app_id=${encodeURIComponent(appId)}`;
  };

  /** The document gets its end of a channel, once: another that took its place learns nothing and goes. @param {Drawn} drawn */
  const connect = (drawn) => {
    if (drawn.port) {
      erase();
      return dress();
    }
    const { port1, port2 } = new MessageChannel();
    drawn.port = port1;
    port1.onmessage = ({ data }) => {
      if (data === "close") return toggle(false);
      if (data === "retry" && current) ping(current, "update", {});
      active();
      drawn.app.dataset.ready = "";
      inform();
    };
    drawn.frame.contentWindow?.postMessage("intercom", "*", [port2]);
  };

  /** All that the panel may know; it finds out by itself what is new. */
  const inform = () => {
    if (!drawn?.port || !current) return;
    const { person, failed, settings } = current;
    // While a visitor becomes a user, the workspace may have ended the one session, and the other is not here yet.
    const credential = current.identifying ? undefined : current.credential;
    const look = {
      theme: getComputedStyle(drawn.app).color === "rgb(0, 0, 0)" ? "light" : "dark",
      direction: getComputedStyle(drawn.root).direction,
      action: colour(settings.action_color),
      background: colour(settings.background_color),
    };
    drawn.port.postMessage({ open, credential, person, failed, look });
  };

  // What happens on the page ------------------------------------------------------------------------------------------

  /** A launcher of the page's own, as older pages name it. @param {Settings} settings */
  const activator = ({ widget }) => widget?.activator !== "#IntercomDefaultWidget" && widget?.activator;

  // On the document and before any other listener: also for what is rendered later, or keeps its clicks to itself.
  document.addEventListener("click", (event) => {
    const selector = current && (current.settings.custom_launcher_selector || activator(current.settings));
    try {
      if (!selector || !(/** @type {Element} */ (event.target).closest(selector))) return;
      event.preventDefault();
      toggle(!open);
    } catch {}
  }, true);

  document.addEventListener("keydown", ({ key, defaultPrevented }) => {
    if (key === "Escape" && !defaultPrevented && open) toggle(false);
  });
  document.addEventListener("visibilitychange", expire);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", inform);

  // The calls ---------------------------------------------------------------------------------------------------------

  /** @type {Record<string, (...args: any[]) => unknown>} */
  const calls = {
    boot(argument) {
      expire();
      const settings = { ...asSettings(page.intercomSettings), ...asSettings(argument) };
      const appId = `${settings.app_id ?? ""}`;
      if (!appId) return announce(null, "boot");
      if (!current) {
        const base = baseOf(settings);
        current = { appId, base, settings: {}, live: false, activeAt: 0 };
      }
      ping(current, "boot", settings);
      dress();
    },

    update(argument) {
      expire();
      if (!current) return announce(null, "update");
      ping(current, "update", asSettings(argument));
      dress();
    },

    shutdown: () => end("session", "id"),
    trackEvent(name, metadata) {
      expire();
      const ping_id = randomId();
      const event = name && plain({ ping_id, name, metadata }, "trackEvent");
      if (!event) return;
      announce(ping_id, "trackEvent");
      active();
      whenLive(() => {
        const session = /** @type {Session} */ (current);
        inOrder(() => post(session, "event", event));
      });
    },
    ready: whenLive,
    show: () => whenLive(() => toggle(true)),
    hide: () => whenLive(() => toggle(false)),
    showSpace(space) {
      if (["messages", "help", "news", "tasks", "tickets"].includes(space)) later(`showSpace("${space}")`);
      else if (space !== "home") return;
      calls.show();
    },
    onUnreadCountChange(callback) {
      listeners.onUnreadCountChange.push(callback);
      call(callback, unread);
    },
    getVisitorId: () => current && (current.visitorId ?? cookie(`intercom-id-${current.appId}`)),
    whoami: () => current?.person && { ...current.person },
    reattach_activator: dress,
  };

  for (const name of ["onShow", "onHide", "onUserEmailSupplied"]) {
    calls[name] = (callback) => listeners[name].push(callback);
  }

  /** Says once what is still missing. @param {string} name */
  const later = (name) => {
    if (!said[name]) console.info(`Intercom: ${name} is not built yet.`);
    said[name] = 1;
  };
  /** @type {Record<string, unknown>} */
  const said = {};

  for (const name of ["showMessages", "showNewMessage", "startConversation", "showArticle", "showNews", "showTicket", "showConversation", "startTour", "startSurvey", "startChecklist", "hideNotifications", "setAuthTokens"]) {
    calls[name] = () => {
      later(name);
      // What they show is the panel meanwhile; the others show nothing there either.
      if (/^(show|startCo)/.test(name)) calls.show();
    };
  }

  /** @type {Intercom} */
  const intercom = (name, ...args) => {
    try {
      const result = Object.hasOwn(calls, name) && calls[name](...args);
      if (name === "getVisitorId" || name === "whoami") return result;
    } catch (error) {
      console.error(error);
    }
  };

  // The page's calls so far, in order ---------------------------------------------------------------------------------

  const queue = stub?.q ?? [];
  let decided = false;
  while (queue.length) {
    const [name, ...args] = Array.from(/** @type {ArrayLike<any>} */ (queue.shift() ?? []));
    decided ||= name === "boot" || name === "shutdown";
    intercom(name, ...args);
  }
  intercom.booted = true;
  page.Intercom = intercom;
  if (!decided) intercom("boot");
})();
