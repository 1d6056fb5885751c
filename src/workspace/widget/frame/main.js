/**
 * The page's second file: the panel's frame, and the channel to the panel, which is a document of its own. The loader asks
 * for it as soon as there is something to show. Both files run in the page, and share nothing but what is handed over here.
 */
import rules from "frame.css";
import { element } from "../loader/elements.js";
import { style } from "../loader/styles.js";

/**
 * What the loader hands over. `page`: what it knows of the page and its person just now
 * @typedef {{
 *   page: () => { open: boolean, isBack: boolean, title: string, saved?: string, session: import("../loader/session.js").Session, words: import("../loader/session.js").Words },
 *   takeCommand: () => import("../loader/launcher.js").Command | undefined,
 *   toggle: (open: boolean) => void, arrange: () => void, redraw: () => void, giveBackFocus: () => void, active: () => void,
 *   retry: () => void, emailGiven: () => void, setUnread: (count: number) => void, save: (content: string) => void,
 *   shows: (asked: import("../loader/launcher.js").Command) => void,
 * }} Loader
 * @typedef {ReturnType<typeof put>} Frame
 */

/** Puts the frame into the widget. @param {HTMLElement} app the widget's element @param {Loader} loader */
const put = (app, loader) => {
  // Never of this page's origin, and without its cookies: what a message holds can touch neither page nor session.
  const sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads";
  const frame = /** @type {HTMLIFrameElement} */ (element("iframe", { id: "intercom-frame", name: "intercom-messenger-frame", sandbox, credentialless: "" }));
  const box = element("div", { class: "intercom-messenger-frame", role: "dialog", hidden: "" }, frame);
  const unstyle = style(rules);
  /** How the box stands on the page while the panel is closed, as CSS declarations of the panel's; "" for not at all. */
  let place = "";
  let wasOpen = false;
  /** @type {MessagePort | undefined} */
  let port;
  app.prepend(box);

  const disconnect = () => {
    port?.close();
    port = undefined;
  };

  /** Of the panel's document, in the page's language if it chose one. */
  const address = () => {
    const { base, appId, settings } = loader.page().session;
    return `${base}/messenger/web/panel?${new URLSearchParams({ app_id: appId, language: settings.language_override ?? "" })}`;
  };

  /** Gives the panel's document one end of a channel, once: another document that takes its place learns nothing. */
  const connect = () => {
    if (port) return loader.redraw();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    // What a port that is closed still delivers is of nobody who is here.
    port1.onmessage = ({ data }) => port === port1 && receive(data);
    frame.contentWindow?.postMessage("intercom", "*", [port2]);
  };
  frame.onload = () => {
    try {
      connect();
    } catch (error) {
      console.error(error);
    }
  };

  /** Loads the panel, unless that load is under way. Until the panel has answered, each opening is another try. */
  const load = () => {
    const src = address();
    if (frame.src === src && (app.dataset.ready || !port)) return;
    delete app.dataset.ready;
    disconnect();
    frame.src = src;
  };

  /** Shows what is open, and tells the panel. */
  const update = () => {
    const { open, words } = loader.page();
    // Until the panel has learned of it, and says what stands there now.
    if (open !== wasOpen) place = "";
    wasOpen = open;
    // The panel's document is of one language.
    if (frame.src && address() !== frame.src) load();
    box.ariaLabel = frame.title = words.messenger;
    box.style = open ? "" : place;
    box.hidden = !open && !place;
    leave();
    sendState();
  };

  /** A frame out of sight keeps no focus. */
  const leave = () => {
    if (box.hidden && document.activeElement === frame) loader.giveBackFocus();
  };

  /** All that the panel may know; it finds out by itself what is new. */
  const sendState = () => {
    // Before its document is ready, nobody would receive what the page asked for.
    if (!app.dataset.ready) return;
    const { open, isBack, title, saved, session } = loader.page();
    const { person, failed, message, settings } = session;
    // While a visitor becomes a user, the workspace may have ended the one session, and the other is not here yet.
    const credential = session.identifying ? undefined : session.credential;
    const look = {
      ink: getComputedStyle(app).color,
      action: settings.action_color,
      background: settings.background_color,
      quiet: settings.hide_notifications,
    };
    const page = { url: location.href, title };
    port?.postMessage({ open, isBack, credential, person, failed, message, look, page, command: loader.takeCommand(), saved: credential && saved });
  };

  /** @param {"close" | "open" | "retry" | "ready" | "active" | "email" | { unread?: number, place?: string, go?: string, saved?: string, shows?: import("../loader/launcher.js").Command }} message */
  const receive = (message) => {
    if (message === "close") return loader.toggle(false);
    if (message === "open") return loader.toggle(true);
    if (message === "email") return loader.emailGiven();
    app.dataset.ready = "1";
    if (typeof message === "object") {
      if (message.saved !== undefined) return loader.save(message.saved);
      if (message.go) return follow(message.go);
      if (message.shows) return loader.shows(message.shows);
      if (message.unread !== undefined) loader.setUnread(message.unread);
      place = message.place ?? place;
    } else {
      if (message === "retry") loader.retry();
      loader.active();
    }
    loader.arrange();
  };

  /** A click as a person's would be: the page's router may take it. @param {string} path of this site, as it begins with `/.` */
  const follow = (path) => {
    // There the panel would cover it, as in its styles.
    if (matchMedia("(max-width: 480px)").matches) loader.toggle(false);
    const link = document.createElement("a");
    box.append(link);
    link.href = `/.${path}`;
    link.click();
    link.remove();
  };

  const erase = () => {
    disconnect();
    unstyle();
  };

  return { load, update, leave, erase, focus: () => frame.focus() };
};

/** The loader takes it from the element that it asked with. */
Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript), { put });
