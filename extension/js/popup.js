// The popup: the local answer first, with as little loaded as it needs; all that can be asked comes after it.
//
// popup.html names every file this needs, so that all are on their way at once, and runs this as soon as they are there
// (`async`: a deferred script would wait for the style sheet too). It stands last there, after the elements it fills.

import {byId, shapeOf} from "./dom.js";
import {dayOfList, hostOf} from "./lists.js";
import {localFor, localSentence} from "./local.js";
import {translatePage, words} from "./words.js";

/** @typedef {{id: number, host: string, url: string, title: string}} Tab */

/**
 * The tab this is about: the active one, or `?tab=…` where the popup stands in a tab of its own.
 * @returns {Promise<Tab>}
 */
async function tabInQuestion() {
    const given = new URLSearchParams(location.search).get("tab");
    const [tab] = given
        ? [await chrome.tabs.get(Number(given))]
        : await chrome.tabs.query({active: true, currentWindow: true});
    return {id: tab?.id ?? -1, url: tab?.url ?? "", title: tab?.title ?? "", host: hostOf(tab?.url)};
}

/**
 * @param {string} host
 * @param {import("./local.js").Local} local
 * @param {import("./words.js").Words} told
 */
function showLocal(host, local, told) {
    if (local.state !== "neutral") {
        byId("local").dataset.level = local.state;
        byId("local").classList.add("answer");
        byId("local").prepend(shapeOf(local.state));
    }
    byId("local-text").textContent = localSentence(local, host, told);
    byId("local-date").textContent = dayOfList(local.list, told);
}

async function start() {
    const asked = tabInQuestion();
    const [told, tab, local] = await Promise.all([words(), asked, localFor(asked.then(({host}) => host))]);
    translatePage(told);
    byId("options").addEventListener("click", () => chrome.runtime.openOptionsPage());
    byId("host").textContent = tab.host;
    if (tab.host) showLocal(tab.host, local, told);
    else byId("local-text").textContent = told.say("no_web_page");
    performance.mark("local-answer");
    if (!tab.host) return;
    const {offer} = await import("./asking.js");
    await offer(tab, told);
}

void start();
