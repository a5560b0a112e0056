// The signed list of domains: checked whole before anything in it is believed. docs/extension.md has its form.

import {namesOf} from "./names.js";

const SIGNED_AS = "rxlens-list-1\n";
const FORMAT = "rxlens-list-1";
const KINDS = new Set(["official", "accreditation", "warning"]);
const DAY = /^\d{4}-\d\d-\d\d$/;
export const MOST_BYTES = 8 * 1024 * 1024;

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

/** A list that is not believed, with the reason as a stable word. */
export class ListRefused extends Error {
    /** @param {"form" | "key" | "signature" | "old"} reason */
    constructor(reason) {
        super(`the list is refused: ${reason}`);
        this.reason = reason;
    }
}

/**
 * The list in `envelope`, signed by one of `keys`; anything else is refused.
 * @param {unknown} envelope
 * @param {readonly string[]} keys
 * @returns {Promise<List>}
 */
export async function readList(envelope, keys) {
    const {payload, signature, key} = /** @type {Partial<Envelope>} */ (envelope ?? {});
    if (typeof payload !== "string" || typeof signature !== "string" || typeof key !== "string") {
        throw new ListRefused("form");
    }
    if (payload.length > MOST_BYTES) throw new ListRefused("form");
    if (!keys.includes(key)) throw new ListRefused("key");
    if (!(await isSigned(payload, signature, key))) throw new ListRefused("signature");
    return {...parsed(payload), key};
}

/**
 * @param {string} payload
 * @param {string} signature
 * @param {string} key
 */
async function isSigned(payload, signature, key) {
    try {
        const raw = await crypto.subtle.importKey("raw", bytesOf(key), "Ed25519", false, ["verify"]);
        const text = new TextEncoder().encode(SIGNED_AS + payload);
        return await crypto.subtle.verify("Ed25519", raw, bytesOf(signature), text);
    } catch {
        return false; // No base64, no key, no such method: nothing that could be trusted.
    }
}

/** @param {string} payload */
function parsed(payload) {
    let found;
    try {
        found = JSON.parse(payload);
    } catch {
        throw new ListRefused("form");
    }
    const {format, serial, made_at: madeAt, expires_at: expiresAt, sections} = found ?? {};
    const isDated = [madeAt, expiresAt].every((time) => !Number.isNaN(Date.parse(time)));
    const isRight = format === FORMAT && Number.isSafeInteger(serial) && isDated;
    if (!isRight || !Array.isArray(sections)) throw new ListRefused("form");
    return {serial, madeAt, expiresAt, sections: sections.map(section)};
}

/**
 * @param {any} raw
 * @returns {Section}
 */
function section(raw) {
    const {id, kind, authority, country, snapshot, good_until, count, hashes} = raw ?? {};
    const texts = [id, authority, country, hashes].every((text) => typeof text === "string");
    const days = [snapshot, good_until].every((day) => day === null || DAY.test(day));
    if (!texts || !days || !KINDS.has(kind)) throw new ListRefused("form");
    const bytes = decoded(hashes);
    if (bytes.length !== 8 * count || !isAscending(bytes)) throw new ListRefused("form");
    return {id, kind, authority, country, snapshot, good_until, hashes: viewOf(bytes)};
}

/** @param {string} text */
function decoded(text) {
    try {
        return bytesOf(text);
    } catch {
        throw new ListRefused("form");
    }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function isAscending(bytes) {
    const view = viewOf(bytes);
    for (let at = 8; at < bytes.length; at += 8) {
        // The first halves nearly always tell, and cost much less than whole ones.
        const [before, after] = [view.getUint32(at - 8), view.getUint32(at)];
        if (before > after || (before === after && view.getUint32(at - 4) >= view.getUint32(at + 4))) return false;
    }
    return true;
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
export async function hashOf(name) {
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
 * A short form of a key that two people can compare: eight groups of four signs.
 * @param {string} key
 */
export async function fingerprintOf(key) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(key)));
    const text = [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return text.replace(/(.{4})(?=.)/g, "$1 ");
}

/**
 * The day of the list in words; of one that is old, that too.
 * @param {List} list
 * @param {import("./words.js").Words} words
 */
export function dayOfList({madeAt, expiresAt}, {say, day}) {
    return say(Date.parse(expiresAt) < Date.now() ? "list_old" : "list_of", day(madeAt));
}

/** @param {string} text */
export function isKey(text) {
    try {
        return bytesOf(text).length === 32;
    } catch {
        return false;
    }
}

/** @param {string} text */
function bytesOf(text) {
    const signs = atob(text);
    const bytes = new Uint8Array(signs.length);
    for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at);
    return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function viewOf(bytes) {
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
