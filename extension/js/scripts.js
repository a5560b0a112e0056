// The two content scripts, which run only while the person wants them to and the browser lets them.

import {settings} from "./settings.js";

/** @type {chrome.permissions.Permissions} */
export const EVERYWHERE = {origins: ["http://*/*", "https://*/*"], permissions: ["scripting"]};

const SEARCH = ["www.google.com", "www.google.co.uk", "www.google.de", "www.google.fr", "www.google.es", "www.google.it",
    "www.google.pl", "www.bing.com", "duckduckgo.com", "www.ecosia.org", "search.brave.com", "www.startpage.com"];
export const SEARCH_PAGES = SEARCH.map((host) => `https://${host}/*`);

/** @type {chrome.scripting.RegisteredContentScript} */
const GATE = {
    id: "gate",
    js: ["js/content/words.js", "js/content/gate.js", "js/content/banner.js", "js/content/watch.js"],
    matches: ["http://*/*", "https://*/*"],
    excludeMatches: SEARCH_PAGES,
    runAt: "document_idle",
};

/** @type {chrome.scripting.RegisteredContentScript} */
const MARKS = {id: "marks", js: ["js/content/marks.js"], matches: SEARCH_PAGES, runAt: "document_idle"};

/** Make the registered scripts those that are wanted and permitted. */
export async function registerScripts() {
    if (!chrome.scripting) return; // Not permitted, and then nothing can be registered either.
    const {automatic, marks} = await settings();
    const permitted = await chrome.permissions.contains(EVERYWHERE);
    const wanted = permitted ? [...(automatic ? [GATE] : []), ...(marks ? [MARKS] : [])] : [];
    await chrome.scripting.unregisterContentScripts();
    if (wanted.length) await chrome.scripting.registerContentScripts(wanted);
}
