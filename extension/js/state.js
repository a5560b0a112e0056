// What is known of a host here: the answer of this session, else what the list says.

import {knownLevel, showBadge} from "./badge.js";
import {heldList} from "./held.js";
import {localAnswer} from "./local.js";
import {hostOf} from "./names.js";
import {known} from "./session.js";
import {settings} from "./settings.js";
import {words} from "./words.js";

/**
 * @typedef {import("./badge.js").State} State
 * @typedef {import("./local.js").Local} Local
 * @typedef {import("./words.js").Words} Words
 */

/**
 * @param {string} host
 * @returns {Promise<Local>}
 */
export async function localFor(host) {
    const [list, {country}] = await Promise.all([heldList(), settings()]);
    return localAnswer(list, host, country, new Date().toISOString().slice(0, 10));
}

/**
 * @param {string} host
 * @returns {Promise<{state: State, local: Local, isAnswer: boolean}>}
 */
export async function stateOf(host) {
    const [local, answer] = await Promise.all([localFor(host), known(host)]);
    return answer
        ? {state: knownLevel(answer.level), local, isAnswer: true}
        : {state: local.state, local, isAnswer: false};
}

/**
 * What the list says, as one sentence.
 * @param {Local} local
 * @param {string} host
 * @param {Words} words
 */
export function localSentence({standing, section}, host, {say, day}) {
    if (!section) return say("local_unlisted", host);
    const when = section.snapshot ? day(section.snapshot) : say("unknown_day");
    const country = section.country || "–";
    return say(`local_${standing}`, host, `${section.authority} (${country})`, when);
}

/**
 * Show on the icon of a tab what is known of the page in it.
 * @param {number} tabId
 * @param {string | undefined} url
 * @param {boolean} sells the gate saw an offer of medicines there
 */
export async function showTab(tabId, url, sells = false) {
    const host = hostOf(url);
    const told = await words();
    if (!host) return showBadge(tabId, "neutral", told.say("badge_neutral"));
    const {state, local, isAnswer} = await stateOf(host);
    if (isAnswer) return showBadge(tabId, state, told.say(`badge_${state}`, host));
    if (local.section && state !== "neutral") return showBadge(tabId, state, localSentence(local, host, told));
    if (sells) return showBadge(tabId, "unverified", told.say("badge_sells", host));
    return showBadge(tabId, "neutral", told.say("badge_neutral"));
}
