// What the popup does beyond the local answer: asks the service for the host, and has the page itself judged when agreed to.

import {knownLevel, showBadge} from "./badge.js";
import {capture} from "./capture.js";
import {check, Declined} from "./client.js";
import {isAgreed, mayAsk} from "./consent.js";
import {byId, inputById} from "./dom.js";
import {renewDaily} from "./renew.js";
import {reportView} from "./report.js";
import {known, remember} from "./session.js";
import {choose, settings} from "./settings.js";
import {showTab} from "./state.js";

/**
 * @typedef {import("./capture.js").Captured} Captured
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./popup.js").Tab} Tab
 */

/** @param {boolean} isShown */
function toggle(isShown, /** @type {string[]} */ ...ids) {
    for (const id of ids) byId(id).hidden = !isShown;
}

/**
 * The path of an address, readable.
 * @param {string} url
 */
function pathOf(url) {
    const path = new URL(url).pathname;
    try {
        return decodeURIComponent(path);
    } catch {
        return path;
    }
}

/** @param {string} text */
function tell(text) {
    byId("status").textContent = text;
}

/**
 * Whether the address or the title speaks of medicines, so that the host alone is not the question. The names are read
 * only after the local answer stands.
 * @param {Tab} tab
 */
async function namesMedicines({url, title}) {
    const {medicinesIn} = await import("./medicines.js");
    return medicinesIn(`${pathOf(url)} ${title}`).size > 0;
}

/**
 * The host as the service is asked for it; where the page came unencrypted, that is said, since the host alone would
 * mean the encrypted one.
 * @param {Tab} tab
 */
function hostQuestion({url, host}) {
    return {url: url.startsWith("http:") ? `http://${host}/` : host};
}

/**
 * @param {Tab} tab
 * @param {{url: string, page?: string}} asked
 * @param {Words} told
 */
async function ask(tab, asked, told) {
    const {say} = told;
    byId("report").replaceChildren();
    tell(say("asking"));
    try {
        const answer = await check(asked, ({asked: all, over}) => tell(say("asking_sources", over, all)));
        await showAnswer(tab, answer, asked.page !== undefined, told);
        tell("");
    } catch (error) {
        tell(error instanceof Declined ? `${say("declined")} ${error.message}` : say("unreachable"));
    }
}

/**
 * @param {Tab} tab
 * @param {Awaited<ReturnType<typeof check>>} answer
 * @param {boolean} seen
 * @param {Words} told
 */
async function showAnswer(tab, {check: {report, links}, language}, seen, told) {
    const {service} = await settings();
    const page = String(links?.page ?? "");
    byId("report").replaceChildren(reportView(report, {words: told, language, service, page, seen}));
    byId("local").classList.remove("answer"); // It stood for this answer, which is more.
    byId("report").after(byId("local"));
    const level = knownLevel(String(report.verdict?.level));
    await remember(tab.host, {level, seen});
    await showBadge(tab.id, level, told.say(`badge_${level}`, tab.host));
}

/**
 * @param {Tab} tab
 * @returns {Promise<Captured>}
 */
async function captured(tab) {
    const [first] = await chrome.scripting.executeScript({target: {tabId: tab.id}, func: capture});
    if (!first?.result) throw new Error("nothing was read");
    return /** @type {Captured} */ (first.result);
}

/**
 * @param {Tab} tab
 * @param {Words} told
 */
function offerHost(tab, told) {
    byId("ask-button").textContent = told.say("ask_about", tab.host);
    byId("ask-button").addEventListener("click", async () => {
        if (!(await mayAsk("browsingActivity"))) return tell(told.say("not_permitted"));
        if (inputById("ask-always").checked) await choose({askAtOnce: true});
        toggle(false, "ask");
        await ask(tab, hostQuestion(tab), told);
    });
    toggle(true, "ask");
}

/**
 * @param {Tab} tab
 * @param {Words} told
 */
function offerPage(tab, told) {
    const {say} = told;
    /** @type {Captured | null} */
    let page = null;
    byId("page-button").addEventListener("click", async () => {
        try {
            await chrome.permissions.request({permissions: ["scripting"]});
            page = await captured(tab);
        } catch {
            return tell(say("page_unreadable"));
        }
        byId("preview").textContent = page.html;
        byId("preview-size").textContent = say("preview", Math.ceil(page.html.length / 1000));
        byId("path").textContent = page.path;
        toggle(false, "page-button");
        toggle(true, "consent");
        byId("send").focus();
    });
    byId("cancel").addEventListener("click", () => {
        toggle(false, "consent");
        toggle(true, "page-button");
    });
    byId("send").addEventListener("click", async () => {
        if (!(await mayAsk("browsingActivity", "websiteContent"))) return tell(say("not_permitted"));
        if (!page) return;
        toggle(false, "consent", "ask");
        const {protocol} = new URL(tab.url);
        const path = inputById("send-path").checked ? page.path : "/";
        await ask(tab, {url: `${protocol}//${tab.host}${path}`, page: page.html}, told);
        toggle(true, "page-button");
    });
    toggle(true, "page");
}

/**
 * Offer everything that can be asked about a tab; ask for the host at once where the person wants that.
 * @param {Tab} tab
 * @param {Words} told
 */
export async function offer(tab, told) {
    await showTab(tab.id, tab.url);
    const {service, askAtOnce} = await settings();
    byId("ask-sends").textContent = told.say("ask_sends", service);
    byId("consent-text").textContent = told.say("consent", tab.host, service);
    // What moves the page comes before what can be pressed.
    byId("path-note").hidden = !(await namesMedicines(tab));
    offerPage(tab, told);
    const before = await known(tab.host);
    const isAsking = askAtOnce && !before?.seen && (await isAgreed("browsingActivity"));
    if (!isAsking) offerHost(tab, told);
    if (isAsking) await ask(tab, hostQuestion(tab), told);
    await renewDaily();
}
