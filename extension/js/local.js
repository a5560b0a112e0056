// What the list on this computer says of a host, without asking anyone.

import {sectionsOf} from "./lists.js";

/**
 * @typedef {import("./lists.js").List} List
 * @typedef {import("./lists.js").Section} Section
 * @typedef {import("./badge.js").State} State
 *
 * @typedef {object} Local
 * @property {"warned" | "registered" | "abroad" | "stale" | "unlisted"} standing
 * @property {State} state what the badge shows
 * @property {Section | null} section the list it rests on
 */

/**
 * The standing of `host` for a buyer in `country` (empty: none chosen) on `today` (ISO 8601).
 *
 * The order is that of the service, as far as it can be had without the day on which the name was registered: a
 * warning is quoted as `caution`, never more, and beats a register.
 * @param {List} list
 * @param {string} host
 * @param {string} country
 * @param {string} today
 * @returns {Promise<Local>}
 */
export async function localAnswer(list, host, country, today) {
    const found = await sectionsOf(list, host);
    const registers = found.filter(({kind}) => kind !== "warning");
    const current = registers.filter((section) => isCurrent(section, today));
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
 * Whether a register still speaks for `today`. A clock that stands before the day of the list proves nothing.
 * @param {Section} section
 * @param {string} today
 */
function isCurrent({snapshot, good_until: last}, today) {
    return (snapshot ?? "") <= today && (last ?? "9999") >= today;
}
