/** The panel's words in the language of its document, and numbers and times as the reader's browser writes them. */

/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} Plural */

/**
 * @type {Record<"sending" | "reconnecting" | "offline" | "too_fast" | "not_sent" | "blocked" | "logged_out" | "typing" | "remove" |
 *   "too_large" | "too_many" | "wrong_kind" | "not_stored" | "no_space" | "too_many_lately", string> & { new_messages: Plural }}
 */
export const words = JSON.parse(/** @type {HTMLTemplateElement} */ (document.getElementById("words")).content.textContent ?? "");

const { lang } = document.documentElement;
/** With the region that the reader has set, where they read this language. */
export const locale = navigator.languages.find((tag) => tag.split("-")[0] === lang) ?? lang;

/** @param {string} text @param {Record<string, string | number>} places */
export const fill = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => `${places[name]}`);

const rules = new Intl.PluralRules(locale);
/** @param {Plural} forms @param {number} count */
export const plural = (forms, count) => fill(forms[rules.select(count)] ?? forms.other, { count: count.toLocaleString(locale) });

/** @param {number} amount @param {string} unit as `Intl.NumberFormat` names it */
export const amount = (amount, unit) => amount.toLocaleString(locale, { style: "unit", unit, unitDisplay: "long" });

/** @param {number} seconds */
export const duration = (seconds) => (seconds < 90 ? amount(seconds, "second") : amount(Math.ceil(seconds / 60), "minute"));

/** @param {number} count */
export const bytes = (count) =>
  count < 1_048_576
    ? Math.ceil(count / 1_024).toLocaleString(locale, { style: "unit", unit: "kilobyte" })
    : (count / 1_048_576).toLocaleString(locale, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
