// Keeps the icons of tabs right. Holds no state of its own: it may be put to sleep and woken at any time.

import {forgetOlderList, hostOf} from "./lists.js";
import {localFor, localSentence} from "./local.js";
import {readMessage} from "./messages.js";
import {renewDaily} from "./renew.js";
import {registerScripts} from "./scripts.js";
import {flag, setFlag} from "./session.js";
import {showTab} from "./state.js";
import {words} from "./words.js";

chrome.runtime.onInstalled.addListener(async ({reason}) => {
    if (reason === "install") await chrome.tabs.create({url: chrome.runtime.getURL("welcome.html")});
    if (reason === "update") await forgetOlderList();
    await registerScripts();
    await showAllTabs();
});
chrome.runtime.onStartup.addListener(async () => {
    await registerScripts();
    await showAllTabs();
    await renewDaily();
});

// Without the permission `tabs` no address is told here, and the icon stays neutral.
chrome.tabs.onUpdated.addListener(async (tabId, changed, tab) => {
    if (changed.url || changed.status === "loading") await showTab(tabId, tab.url);
});

chrome.permissions.onAdded.addListener(afterChange);
chrome.permissions.onRemoved.addListener(afterChange);
chrome.storage.onChanged.addListener((changes, area) => {
    if (area === "local" && (changes.settings || changes.list)) void afterChange();
});

async function afterChange() {
    await registerScripts();
    await showAllTabs();
}

async function showAllTabs() {
    const tabs = await chrome.tabs.query({});
    await Promise.all(tabs.map(({id, url}) => (id === undefined ? null : showTab(id, url))));
}

chrome.runtime.onMessage.addListener((said, sender, answer) => {
    const message = sender.id === chrome.runtime.id && sender.tab ? readMessage(said) : null;
    if (!message || sender.tab?.id === undefined) return false;
    void answerTo(message, sender.tab.id, sender.url).then(answer);
    return true; // The answer follows.
});

/**
 * @param {NonNullable<ReturnType<typeof readMessage>>} message
 * @param {number} tabId
 * @param {string | undefined} url
 */
async function answerTo(message, tabId, url) {
    const host = hostOf(url);
    if (message.type === "look-up") return marksFor(message.hosts);
    if (message.type === "dismissed") return setFlag(`dismissed:${host}`);
    await showTab(tabId, url, true);
    return bannerFor(host, message.strong);
}

/**
 * The words of the banner for a page that sells medicines; null where none is due.
 * @param {string} host
 * @param {boolean} strong
 */
async function bannerFor(host, strong) {
    const [local, isDismissed, told] = await Promise.all([localFor(host), flag(`dismissed:${host}`), words()]);
    const {say} = told;
    const isWarned = local.standing === "warned";
    if (isDismissed || local.standing === "registered" || !(isWarned || strong)) return null;
    return {
        label: say("banner_label"),
        text: isWarned ? localSentence(local, host, told) : say("banner_strong"),
        advice: say("banner_advice"),
        dismiss: say("dismiss"),
        language: told.language,
    };
}

/**
 * What the list says of each of `hosts` that it names.
 * @param {string[]} hosts
 */
async function marksFor(hosts) {
    const told = await words();
    const found = await Promise.all(hosts.map(async (host) => ({host, local: await localFor(host)})));
    return found
        .filter(({local}) => local.state === "verified" || local.state === "caution")
        .map(({host, local}) => ({host, state: local.state, words: localSentence(local, host, told)}));
}
