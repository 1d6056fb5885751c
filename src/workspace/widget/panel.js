// @ts-check
/**
 * Moves the panel: hears from the loader who is here, fetches what is to be shown, and swaps it in. The credential stays
 * in memory. This document has no origin of its own, so nothing of the page around it can be reached from here.
 */
(() => {
  "use strict";

  /** @typedef {{ theme: "light" | "dark", direction: string, action: string, background: string }} Look */
  /**
   * All that the loader sends, each time anew.
   * @typedef {{
   *   open: boolean, credential?: string, person?: Record<string, string>, failed?: number, look: Look,
   * }} State `failed`: the status that the last ping was answered with, or 0 for no answer
   */

  const root = document.documentElement;
  const content = /** @type {HTMLElement} */ (document.querySelector("main"));
  const connecting = content.cloneNode(true);

  /** @type {MessagePort | undefined} */
  let port;
  /** @type {State | undefined} */
  let state;
  /** Whose page is in place, and which. @type {string | undefined} */
  let shown;
  /** Which conversation is open; "" is one that is not begun. @type {string | undefined} */
  let thread;
  /** What the person wrote that the server does not have yet, in order. @type {{ key: string, thread: string, text: string }[]} */
  let unsent = [];
  let sending = false;
  let request = new AbortController();
  /** Whether there is a conversation that somebody may answer in. */
  let has = false;
  /** Up to which event the state in place was read; "" where none is. */
  let cursor = "";
  /** Whose stream is open. */
  let followed = "";
  let following = new AbortController();

  // What the loader says ----------------------------------------------------------------------------------------------

  addEventListener("message", ({ source, ports }) => {
    if (source !== parent || port || !ports[0]) return;
    port = ports[0];
    port.onmessage = ({ data }) => hear(data);
    port.postMessage("ready");
  });

  /** @param {State} next */
  const hear = (next) => {
    const before = state;
    state = next;
    dress(next.look);
    const opened = next.open && !before?.open;
    /** @param {State | undefined} state */
    const who = (state) => JSON.stringify([state?.credential, state?.person, state?.failed]);
    // Nothing of one person is left for the next.
    if (next.credential !== before?.credential) {
      thread = undefined;
      unsent = [];
      has = false;
      cursor = "";
      follow();
    }
    // The stream is opened after the state that it goes on from was read.
    if (opened || who(next) !== who(before)) load();
    else follow();
    // A frame that is still hidden cannot take the focus, and has no animation frames either.
    if (opened) requestAnimationFrame(() => state?.open && focus());
  };

  /** @param {Look} look */
  const dress = ({ theme, direction, action, background }) => {
    root.dataset.theme = theme;
    root.dir = direction;
    for (const [property, value] of [["--action", action], ["--hello", background]]) {
      if (value) root.style.setProperty(property, value);
      else root.style.removeProperty(property);
    }
  };

  // What is shown -----------------------------------------------------------------------------------------------------

  /** Nothing of one person's page outlasts their credential. */
  const load = async () => {
    const credential = state?.credential;
    request.abort();
    request = new AbortController();
    const { signal } = request;
    const { failed } = state ?? {};
    const refused = failed === 403 || failed === 409;
    if (!credential) return show(failed === undefined ? "connecting" : refused ? "refused" : "unreachable");
    const page = thread ? `conversations/${thread}` : thread === "" ? "" : "home";
    const now = `${credential} ${page}`;
    if (shown !== now) show("connecting");
    try {
      const answer = page ? await ask(`${page}${location.search}`, credential, { signal }) : undefined;
      const html = (await answer?.text()) ?? "";
      if (signal.aborted) return;
      if (answer?.status === 401) {
        cursor = "";
        follow();
        return show("ended");
      }
      if (answer && !answer.ok) throw new Error(`${answer.status}`);
      const { body } = new DOMParser().parseFromString(html, "text/html");
      const read = /** @type {HTMLElement | null} */ (body.querySelector("[data-cursor]"))?.dataset.cursor;
      if (thread === undefined) put(body);
      else talk(body, shown === now);
      shown = now;
      has = !!content.querySelector(".list, .talk");
      cursor = read ?? cursor;
      follow();
      for (const time of content.querySelectorAll("time")) date(time);
    } catch {
      if (signal.aborted) return;
      // What is in place stays in place.
      if (shown !== now) show("unreachable");
      follow();
    }
  };

  /**
   * @param {string} path
   * @param {string} credential
   * @param {RequestInit} [more]
   */
  const ask = (path, credential, more) =>
    fetch(path, {
      credentials: "omit", cache: "no-store", ...more,
      headers: { Authorization: `Bearer ${credential}`, ...more?.headers },
    });

  /** @param {string} path @param {string} credential @param {object} what */
  const post = (path, credential, what) => {
    const body = JSON.stringify({ app_id: new URLSearchParams(location.search).get("app_id"), ...what });
    return ask(path, credential, { method: "POST", body, headers: { "Content-Type": "application/json" } });
  };

  /** In the reader's own zone. @param {HTMLTimeElement} time */
  const date = (time) => {
    const at = new Date(time.dateTime);
    const isToday = at.toDateString() === new Date().toDateString();
    time.textContent = isToday ? at.toLocaleTimeString([], { timeStyle: "short" }) : at.toLocaleDateString([], { day: "numeric", month: "short" });
    time.title = at.toLocaleString();
  };

  // What changes ------------------------------------------------------------------------------------------------------

  /**
   * Keeps one stream open while somebody may look: the page is in sight, and the panel is open or a conversation exists.
   * With each change the state is read anew.
   */
  const follow = () => {
    const wanted = cursor && state?.credential && !document.hidden && (state.open || has) ? state.credential : "";
    if (wanted === followed) return;
    followed = wanted;
    following.abort();
    following = new AbortController();
    if (wanted) hearChanges(wanted, following.signal);
  };

  /** @param {string} credential @param {AbortSignal} signal */
  const hearChanges = async (credential, signal) => {
    for (let wait = 1; !signal.aborted; wait = Math.min(2 * wait, 30)) {
      try {
        const answer = await ask(`stream${location.search}&after=${cursor}`, credential, { signal });
        if (answer.status === 401) {
          followed = "";
          return load();
        }
        const messages = answer.ok && answer.body?.pipeThrough(new TextDecoderStream()).getReader();
        for (let text = ""; messages; ) {
          const { value, done } = await messages.read();
          if (done) break;
          wait = 1;
          const whole = (text += value).split("\n\n");
          text = whole.pop() ?? "";
          if (whole.some((message) => /^event: ?change$/m.test(message))) load();
        }
      } catch {
        // Cut: opened again below, or nobody wants it any longer.
      }
      if (!signal.aborted) await new Promise((over) => setTimeout(over, wait * 1000));
    }
  };
  document.addEventListener("visibilitychange", follow);

  // A conversation ----------------------------------------------------------------------------------------------------

  /**
   * Puts the parts in, and what is still to be sent after them. What the person is writing stays.
   * @param {ParentNode} page
   * @param {boolean} again it is open already
   */
  const talk = (page, again) => {
    if (!again) put(/** @type {ParentNode} */ (template("thread")?.cloneNode(true)));
    const place = content.querySelector(".talk");
    const isAtEnd = content.scrollTop + content.clientHeight > content.scrollHeight - 80;
    const talk = /** @type {HTMLElement | null} */ (page.querySelector(".talk"));
    place?.replaceChildren(...(talk?.childNodes ?? []));
    for (const { text } of unsent) {
      const said = /** @type {DocumentFragment} */ (template("unsent")?.cloneNode(true));
      const bubble = said.querySelector(".bubble");
      if (bubble) bubble.textContent = text;
      place?.append(said);
    }
    if (isAtEnd || !again) content.scrollTop = content.scrollHeight;
    if (!again) field()?.focus();
    const { conversation, unread: part } = talk?.dataset ?? {};
    if (part && state?.open && state.credential) post("seen", state.credential, { conversation, part }).catch(() => {});
  };

  const field = () => /** @type {HTMLTextAreaElement | null} */ (content.querySelector("textarea"));

  const write = () => {
    const text = field()?.value.trim();
    if (!text || thread === undefined) return;
    const key = `${Math.random()}${Math.random()}`.replace(/\D/g, "");
    unsent.push({ key, thread, text });
    /** @type {HTMLTextAreaElement} */ (field()).value = "";
    load();
    send();
  };

  /** One after the other, each until the server has it. */
  const send = async () => {
    const credential = state?.credential;
    if (sending || !credential || !unsent[0]) return;
    sending = true;
    const [next] = unsent;
    let wait = 0;
    try {
      const answer = await post("message", credential, { key: next.key, conversation: next.thread || undefined, text: next.text });
      if (answer.ok) {
        const { conversation } = await answer.json();
        if (state?.credential === credential) sent(next.thread, conversation);
      } else if (answer.status === 429 || answer.status >= 500) {
        wait = Number(answer.headers.get("Retry-After")) || 2;
      } else if (unsent[0] === next) {
        unsent.shift();
        say(`This was not sent: ${next.text}`);
      }
    } catch {
      wait = 2;
    }
    if (wait) {
      say("Reconnecting…");
      await new Promise((over) => setTimeout(over, wait * 1000));
    }
    sending = false;
    send();
  };

  /** @param {string} asked @param {string} conversation */
  const sent = (asked, conversation) => {
    unsent.shift();
    // What was written meanwhile belongs to the conversation that is there now.
    if (!asked) for (const one of unsent) one.thread ||= conversation;
    if (thread === asked) thread = conversation;
    say("");
    if (thread === conversation) load();
  };

  /** @param {string} words */
  const say = (words) => {
    const place = content.querySelector("[role=status]");
    if (place) place.textContent = words;
  };

  /**
   * A template of the document, or what it began with.
   * @param {"connecting" | "refused" | "ended" | "unreachable"} name
   */
  const show = (name) => {
    shown = undefined;
    put(/** @type {ParentNode} */ ((template(name) ?? connecting).cloneNode(true)));
    content.ariaBusy = `${name === "connecting"}`;
  };

  /** @param {string} name */
  const template = (name) => /** @type {HTMLTemplateElement | null} */ (document.getElementById(name))?.content;

  /** @param {ParentNode} page */
  const put = (page) => {
    const focused = content.contains(document.activeElement);
    content.replaceChildren(...page.childNodes);
    content.ariaBusy = "false";
    if (focused) focus();
  };

  /** To the title: it says where one is. */
  const focus = () => /** @type {HTMLElement | null} */ (content.querySelector("h1"))?.focus();

  // What the person does ----------------------------------------------------------------------------------------------

  /** @type {Record<string, (value: string) => void>} */
  const acts = {
    close: () => port?.postMessage("close"),
    open: (value) => go(value),
    write: () => go(""),
    back: () => go(undefined),
    send: () => write(),
    // Without a session it is the ping that has to be sent again, which is the loader's.
    retry: () => (state?.credential ? load() : port?.postMessage("retry")),
  };

  /** @param {string | undefined} to */
  const go = (to) => {
    thread = to;
    load().then(() => thread === undefined && focus());
  };

  addEventListener("click", ({ target }) => {
    const pressed = target instanceof Element && target.closest("[data-do]");
    if (pressed) acts[pressed.getAttribute("data-do") ?? ""]?.(pressed.getAttribute("value") ?? "");
  });
  addEventListener("keydown", (event) => {
    const { key, shiftKey, isComposing, target } = event;
    if (key === "Escape") acts.close("");
    // Not while an input method composes a word.
    if (key !== "Enter" || shiftKey || isComposing || target !== field()) return;
    event.preventDefault();
    write();
  });
  for (const use of ["pointerdown", "keydown"]) addEventListener(use, () => port?.postMessage("active"));
})();
