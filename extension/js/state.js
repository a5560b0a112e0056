// What is known of a host here: the answer of this session, else what the list says.

import {knownLevel, showBadge} from "./badge.js";
import {hostOf} from "./lists.js";
import {localFor, localSentence} from "./local.js";
import {known} from "./session.js";
import {words} from "./words.js";

/**
 * @typedef {import("./badge.js").State} State
 * @typedef {import("./local.js").Local} Local
 */

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
