/** Times in the reader's own zone, which the server does not know. */
import { amount, locale } from "./words.js";

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const ago = new Intl.RelativeTimeFormat(locale, { style: "short" });
const DAY = 86_400_000;

/** Days before today: 0 for today. @param {Date} at */
const daysAgo = (at) => Math.round((new Date().setHours(12, 0, 0, 0) - new Date(at).setHours(12, 0, 0, 0)) / DAY);

/** @param {string} text */
const capital = (text) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

/** @param {Date} at */
const since = (at) => {
  const minutes = Math.max(0, Math.round((Date.now() - at.getTime()) / 60_000));
  if (!minutes) return relative.format(0, "second");
  if (minutes < 60) return ago.format(-minutes, "minute");
  if (minutes < 24 * 60) return ago.format(-Math.round(minutes / 60), "hour");
  return at.toLocaleDateString(locale, { day: "numeric", month: "short" });
};

/** @param {ParentNode} page */
export const writeTimes = (page) => {
  for (const time of page.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    time.textContent = time.closest(".talk") ? at.toLocaleTimeString(locale, { timeStyle: "short" }) : since(at);
    time.title = at.toLocaleString(locale);
  }
  for (const span of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-amount]"))) {
    span.textContent = amount(Number(span.dataset.amount), `${span.dataset.unit}`);
  }
};

/** Writes the day above the first message of each. @param {ParentNode} talk */
export const writeDays = (talk) => {
  let day = NaN;
  for (const time of talk.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const before = daysAgo(at);
    if (before === day) continue;
    day = before;
    const said = document.createElement("p");
    said.className = "day";
    said.textContent = before < 2 ? capital(relative.format(-before, "day")) : at.toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long" });
    time.closest(".said")?.before(said);
  }
};
