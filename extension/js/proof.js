// Which lists are believed: those signed with a known key, checked whole before anything in them is.

import {readList} from "./lists.js";

const SIGNED_AS = "rxlens-list-1\n";
const FORMAT = "rxlens-list-1";
const KINDS = new Set(["official", "accreditation", "warning"]);
const DAY = /^\d{4}-\d\d-\d\d$/;
const KEY_BYTES = 32;
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * @typedef {import("./lists.js").Envelope} Envelope
 * @typedef {import("./lists.js").List} List
 */

/** A list that is not believed, with the reason as a stable word. */
export class ListRefused extends Error {
    /** @param {"form" | "key" | "signature"} reason */
    constructor(reason) {
        super(`the list is refused: ${reason}`);
        this.reason = reason;
    }
}

/**
 * The list in `offered`, signed with `pinned`; anything else is refused.
 * @param {unknown} offered
 * @param {string} pinned
 * @returns {Promise<List>}
 */
export async function provenList(offered, pinned) {
    const {payload, signature, key} = /** @type {Partial<Envelope>} */ (offered ?? {});
    if (typeof payload !== "string" || typeof signature !== "string" || typeof key !== "string") {
        throw new ListRefused("form");
    }
    if (payload.length > MOST_BYTES) throw new ListRefused("form");
    if (key !== pinned) throw new ListRefused("key");
    if (!(await isSigned(payload, signature, key))) throw new ListRefused("signature");
    if (!isWhole(payload)) throw new ListRefused("form");
    return readList({payload, signature, key});
}

/**
 * @param {string} payload
 * @param {string} signature
 * @param {string} key
 */
async function isSigned(payload, signature, key) {
    try {
        const raw = await crypto.subtle.importKey("raw", Uint8Array.fromBase64(key), "Ed25519", false, ["verify"]);
        const text = new TextEncoder().encode(SIGNED_AS + payload);
        return await crypto.subtle.verify("Ed25519", raw, Uint8Array.fromBase64(signature), text);
    } catch {
        return false; // No base64, no key, no such method: nothing that could be trusted.
    }
}

/** @param {string} payload */
function isWhole(payload) {
    try {
        const {format, serial, made_at: madeAt, expires_at: expiresAt, sections} = JSON.parse(payload);
        const isDated = [madeAt, expiresAt].every((time) => !Number.isNaN(Date.parse(time)));
        return format === FORMAT && Number.isSafeInteger(serial) && isDated && sections.every(isSection);
    } catch {
        return false; // No JSON, no list of sections, no base64.
    }
}

/** @param {any} section */
function isSection({id, kind, authority, country, snapshot, good_until, count, hashes}) {
    const isText = [id, authority, country].every((text) => typeof text === "string");
    const isDay = [snapshot, good_until].every((day) => day === null || DAY.test(day));
    const bytes = Uint8Array.fromBase64(hashes);
    return isText && isDay && KINDS.has(kind) && bytes.length === 8 * count && isAscending(new DataView(bytes.buffer));
}

/** @param {DataView} hashes */
function isAscending(hashes) {
    for (let at = 8; at < hashes.byteLength; at += 8) {
        if (hashes.getBigUint64(at - 8) >= hashes.getBigUint64(at)) return false;
    }
    return true;
}

/**
 * A short form of a key that two people can compare: eight groups of four signs.
 * @param {string} key
 */
export async function fingerprintOf(key) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.fromBase64(key)));
    return digest.slice(0, 16).toHex().replace(/(.{4})(?=.)/g, "$1 ");
}

/** @param {unknown} text */
export function isKey(text) {
    try {
        return typeof text === "string" && Uint8Array.fromBase64(text).length === KEY_BYTES;
    } catch {
        return false;
    }
}
