// The popup: the local answer first, with as little loaded as it needs; all that can be asked comes after it.

import {byId} from "./dom.js";
import {ext} from "./ext.js";
import {heldList} from "./held.js";
import {localFor, localSentence} from "./here.js";
import {dayOfList} from "./lists.js";
import {hostOf} from "./names.js";
import {translatePage, words} from "./words.js";

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {{id: number, host: string, url: string, title: string}} Tab
 */

/**
 * The tab this is about: the active one, or `?tab=…` where the popup stands in a tab of its own.
 * @returns {Promise<Tab>}
 */
async function tabInQuestion() {
    const given = new URLSearchParams(location.search).get("tab");
    const [tab] = given
        ? [await ext.tabs.get(Number(given))]
        : await ext.tabs.query({active: true, currentWindow: true});
    return {id: tab?.id ?? -1, url: tab?.url ?? "", title: tab?.title ?? "", host: hostOf(tab?.url)};
}

/**
 * @param {Tab} tab
 * @param {Words} told
 */
async function showLocal(tab, told) {
    const [list, local] = await Promise.all([heldList(), localFor(tab.host)]);
    byId("local").dataset.state = local.state;
    byId("local-text").textContent = localSentence(local, tab.host, told);
    byId("local-date").textContent = dayOfList(list, told);
    performance.mark("local-answer");
}

async function start() {
    const [told, tab] = await Promise.all([words(), tabInQuestion(), heldList()]);
    translatePage(told);
    byId("options").addEventListener("click", () => ext.runtime.openOptionsPage());
    byId("host").textContent = tab.host;
    if (tab.host) {
        await showLocal(tab, told);
        const {offer} = await import("./asking.js");
        await offer(tab, told);
    } else {
        byId("local-text").textContent = told.say("no_web_page");
        performance.mark("local-answer");
    }
}

void start();
