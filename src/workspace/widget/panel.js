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
  /** Whose page is in place. @type {string | undefined} */
  let shown;
  let request = new AbortController();

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
    if (opened || who(next) !== who(before)) load();
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
    if (shown !== credential) show("connecting");
    try {
      const answer = await fetch(`home${location.search}`, {
        headers: { Authorization: `Bearer ${credential}` }, credentials: "omit", cache: "no-store", signal,
      });
      const html = await answer.text();
      if (signal.aborted) return;
      if (answer.status === 401) return show("ended");
      if (!answer.ok) throw new Error(`${answer.status}`);
      put(new DOMParser().parseFromString(html, "text/html").body);
      shown = credential;
    } catch {
      // What is in place stays in place.
      if (!signal.aborted && shown !== credential) show("unreachable");
    }
  };

  /**
   * A template of the document, or what it began with.
   * @param {"connecting" | "refused" | "ended" | "unreachable"} name
   */
  const show = (name) => {
    shown = undefined;
    const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById(name));
    put(/** @type {ParentNode} */ ((template?.content ?? connecting).cloneNode(true)));
    content.ariaBusy = `${name === "connecting"}`;
  };

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

  /** @type {Record<string, () => void>} */
  const acts = {
    close: () => port?.postMessage("close"),
    // Without a session it is the ping that has to be sent again, which is the loader's.
    retry: () => (state?.credential ? load() : port?.postMessage("retry")),
  };

  addEventListener("click", ({ target }) => {
    const act = target instanceof Element && target.closest("[data-do]")?.getAttribute("data-do");
    if (act) acts[act]?.();
  });
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") acts.close();
  });
  for (const use of ["pointerdown", "keydown"]) addEventListener(use, () => port?.postMessage("active"));
})();
