// The list of domains, as it is looked up in. docs/extension.md has its form; js/proof.js says which lists are believed.

import {namesOf} from "./names.js";

/**
 * @typedef {"official" | "accreditation" | "warning"} Kind
 * @typedef {object} Section
 * @property {string} id
 * @property {Kind} kind
 * @property {string} authority
 * @property {string} country ISO 3166, or empty
 * @property {string | null} snapshot
 * @property {string | null} good_until
 * @property {DataView} hashes eight bytes each, ascending
 *
 * @typedef {object} List
 * @property {number} serial
 * @property {string} madeAt
 * @property {string} expiresAt when the list as a whole is old, whatever it holds
 * @property {string} key base64 of the key that signed it
 * @property {Section[]} sections
 *
 * @typedef {{payload: string, signature: string, key: string}} Envelope
 */

/**
 * The list in an envelope that is believed already.
 * @param {Envelope} envelope
 * @returns {List}
 */
export function readList({payload, key}) {
    const {serial, made_at: madeAt, expires_at: expiresAt, sections} = JSON.parse(payload);
    return {serial, madeAt, expiresAt, key, sections: sections.map(section)};
}

/**
 * @param {any} raw
 * @returns {Section}
 */
function section({id, kind, authority, country, snapshot, good_until, hashes}) {
    return {id, kind, authority, country, snapshot, good_until, hashes: new DataView(Uint8Array.fromBase64(hashes).buffer)};
}

/**
 * The sections that name `host` or a parent of it.
 * @param {List} list
 * @param {string} host
 * @returns {Promise<Section[]>}
 */
export async function sectionsOf(list, host) {
    const hashes = await Promise.all(namesOf(host).map(hashOf));
    return list.sections.filter(({hashes: held}) => hashes.some((hash) => isIn(held, hash)));
}

/**
 * The first 64 bits of the SHA-256 of `name`.
 * @param {string} name
 */
async function hashOf(name) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name));
    return new DataView(digest).getBigUint64(0);
}

/**
 * @param {DataView} held
 * @param {bigint} hash
 */
function isIn(held, hash) {
    let [low, high] = [0, held.byteLength / 8];
    while (low < high) {
        const middle = (low + high) >>> 1;
        const found = held.getBigUint64(8 * middle);
        if (found === hash) return true;
        if (found < hash) low = middle + 1;
        else high = middle;
    }
    return false;
}

/**
 * The day of the list in words; of one that is old, that too.
 * @param {List} list
 * @param {import("./words.js").Words} words
 */
export function dayOfList({madeAt, expiresAt}, {say, day}) {
    return say(Date.parse(expiresAt) < Date.now() ? "list_old" : "list_of", day(madeAt));
}
