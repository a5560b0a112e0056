// The local answer: what the list held here says of a host, and the same as a sentence.

import {heldList} from "./held.js";
import {localAnswer} from "./local.js";
import {settings} from "./settings.js";

/**
 * @typedef {import("./local.js").Local} Local
 * @typedef {import("./words.js").Words} Words
 */

/**
 * @param {string} host
 * @returns {Promise<Local>}
 */
export async function localFor(host) {
    const [list, {country}] = await Promise.all([heldList(), settings()]);
    return localAnswer(list, host, country, today());
}

export function today() {
    return new Date().toISOString().slice(0, 10);
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
