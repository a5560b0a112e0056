// The extension's own labels in the chosen language, out of `_locales`.

import {settings} from "./settings.js";

export const LANGUAGES = Object.freeze({en: "English", de: "Deutsch", fr: "Français", es: "Español", it: "Italiano", pl: "Polski"});

/**
 * @typedef {{message: string, placeholders?: Record<string, {content: string}>}} Entry
 * @typedef {object} Words
 * @property {string} language
 * @property {(key: string, ...values: (string | number)[]) => string} say
 * @property {(iso: string) => string} day
 */

/** @type {Words | null} */
let loaded = null;

/** @returns {Promise<Words>} */
export async function words() {
    // The browser's language is nearly always the one: its labels are fetched beside the settings.
    const early = loaded ? null : catalogue(ofBrowser());
    const language = await languageInUse();
    if (loaded?.language !== language) {
        loaded = wordsOf(language, await (language === ofBrowser() && early ? early : catalogue(language)));
    }
    return loaded;
}

/** The language the person chose, else the browser's. */
export async function languageInUse() {
    const {language: chosen} = await settings();
    return chosen in LANGUAGES ? chosen : ofBrowser();
}

/** The browser's language; English where we do not have it. */
function ofBrowser() {
    const code = chrome.i18n.getUILanguage().slice(0, 2).toLowerCase();
    return code in LANGUAGES ? code : "en";
}

/**
 * @param {string} language
 * @returns {Promise<Record<string, Entry>>}
 */
async function catalogue(language) {
    return (await fetch(chrome.runtime.getURL(`_locales/${language}/messages.json`))).json();
}

/**
 * @param {string} language
 * @param {Record<string, Entry>} entries
 * @returns {Words}
 */
export function wordsOf(language, entries) {
    const say = (/** @type {string} */ key, /** @type {(string | number)[]} */ ...values) => {
        const entry = entries[key];
        if (!entry) return key;
        const places = entry.placeholders ?? {};
        return entry.message.replace(/\$(\w+)\$/g, (whole, name) => {
            const content = places[name.toLowerCase()]?.content;
            return content ? String(values[Number(content.slice(1)) - 1] ?? whole) : whole;
        });
    };
    const locale = language === "en" ? "en-GB" : language;
    const day = (/** @type {string} */ iso) =>
        new Date(iso).toLocaleDateString(locale, {day: "numeric", month: "long", year: "numeric", timeZone: "UTC"});
    return {language, say, day};
}

/**
 * Fill in every label of a page: the text of elements with `data-say`, the attribute of those with `data-label`.
 * @param {Words} words
 */
export function translatePage({language, say}) {
    document.documentElement.lang = language;
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-say]"))) {
        element.textContent = say(element.dataset.say ?? "");
    }
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-label]"))) {
        element.setAttribute("aria-label", say(element.dataset.label ?? ""));
    }
}
