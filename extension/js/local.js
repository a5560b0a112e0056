// The local answer: what the list on this computer says of a host, without asking anyone.

import {hashesOf, heldList, sectionsOf} from "./lists.js";
import {settings} from "./settings.js";

/**
 * @typedef {import("./lists.js").List} List
 * @typedef {import("./lists.js").Section} Section
 * @typedef {import("./badge.js").State} State
 *
 * @typedef {object} Standing
 * @property {"warned" | "registered" | "abroad" | "stale" | "unlisted"} standing
 * @property {State} state what the badge shows
 * @property {Section | null} section the section it rests on
 *
 * @typedef {Standing & {list: List}} Local with the list that was looked in
 */

/**
 * What the list held here says of `host` today, to the person as the settings know them.
 * @param {string | Promise<string>} host what is not known yet does not keep the list waiting
 * @returns {Promise<Local>}
 */
export async function localFor(host) {
    const [list, {country}, hashes] = await Promise.all([heldList(), settings(), hashesOf(host)]);
    return {...standing(sectionsOf(list, hashes), country), list};
}

/**
 * The standing of a host on the lists that name it, for a buyer in `country` (empty: none chosen).
 *
 * The order is that of the service, as far as it can be had without the day on which the name was registered: a
 * warning is quoted as `caution`, never more, and beats a register.
 * @param {Section[]} found
 * @param {string} country
 * @returns {Standing}
 */
function standing(found, country) {
    const registers = found.filter(({kind}) => kind !== "warning");
    const current = registers.filter(isCurrent);
    const warnings = found.filter(({kind}) => kind === "warning");
    const warned = current.length
        ? warnings.find((section) => !country || section.country === country)
        : (warnings.find((section) => section.country === country) ?? warnings[0]);
    if (warned) return {standing: "warned", state: "caution", section: warned};
    const atHome = current.find((section) => !country || !section.country || section.country === country);
    if (atHome) return {standing: "registered", state: "verified", section: atHome};
    if (current[0]) return {standing: "abroad", state: "unverified", section: current[0]};
    if (registers[0]) return {standing: "stale", state: "neutral", section: registers[0]};
    return {standing: "unlisted", state: "neutral", section: null};
}

/**
 * Whether a register still speaks for today. A clock that stands before the day of the list proves nothing.
 * @param {Section} section
 */
function isCurrent({snapshot, good_until: last}) {
    const today = new Date().toISOString().slice(0, 10);
    return (snapshot ?? "") <= today && (last ?? "9999") >= today;
}

/**
 * What the list says, as one sentence.
 * @param {Local} local
 * @param {string} host
 * @param {import("./words.js").Words} words
 */
export function localSentence({standing, section}, host, {say, day}) {
    if (!section) return say("local_unlisted", host);
    const when = section.snapshot ? day(section.snapshot) : say("unknown_day");
    const country = section.country || "–";
    return say(`local_${standing}`, host, `${section.authority} (${country})`, when);
}
