// The only file that asks the service. Every request is noted, carries nothing that tells who asks, and follows no redirect.

import {isFirefox} from "./consent.js";
import {isKey} from "./proof.js";
import {note} from "./session.js";
import {settings} from "./settings.js";
import {languageInUse} from "./words.js";

const WAIT = 700;
const PATIENCE = 45_000;
const ONE_REQUEST = 10_000;
const ANY_LANGUAGE = "*";

/**
 * @typedef {{url: string, page?: string, country?: string}} Question
 * @typedef {object} Request
 * @property {"GET" | "POST"} method
 * @property {string} path
 * @property {string} [language] in which the answer is to speak
 * @property {Question} [body]
 */

/** No answer: the service is down, or this computer is offline. */
export class Unreachable extends Error {}

/** The service declined, with a sentence of its own. */
export class Declined extends Error {}

/**
 * Ask for one check in the person's language and wait for its report.
 * @param {Question} asked
 * @param {(sources: {asked: number, over: number}) => void} progress
 * @returns {Promise<{check: any, language: string}>} the check with its report, and the language that speaks
 */
export async function check(asked, progress) {
    const [{country}, language] = await Promise.all([settings(), languageInUse()]);
    const body = country ? {...asked, country} : asked;
    const {answer: begun} = await request({method: "POST", path: "/api/v1/checks", language, body});
    const path = `/api/v1/checks/${encodeURIComponent(String(begun.id))}`;
    const end = Date.now() + PATIENCE;
    for (;;) {
        const {answer: found, language: spoken} = await request({method: "GET", path, language});
        if (found.state === "done" && found.report) return {check: found, language: spoken};
        if (found.state === "failed") throw new Declined(found.messages?.[0]?.text ?? "");
        progress(progressOf(found.events ?? []));
        if (Date.now() > end) throw new Unreachable("late");
        await new Promise((resume) => setTimeout(resume, WAIT));
    }
}

/** @param {{type: string}[]} events */
function progressOf(events) {
    const asked = events.filter(({type}) => type === "started").length;
    const over = events.filter(({type}) => type === "found" || type === "missing").length;
    return {asked, over};
}

/**
 * The key with which the service says it signs: to be shown and compared, not yet trusted.
 * @returns {Promise<string>}
 */
export async function offeredKey() {
    const {answer: {key}} = await request({method: "GET", path: "/api/v1/lists/key"});
    if (!isKey(key)) throw new Unreachable("no key");
    return key;
}

/** The signed list, not yet believed. Everybody asks for it with the same words. */
export async function offeredList() {
    const {answer} = await request({method: "GET", path: "/api/v1/lists/domains"});
    return answer;
}

/**
 * @param {Request} asked
 * @returns {Promise<{answer: any, language: string}>}
 */
async function request({method, path, language, body}) {
    const {service} = await settings();
    const url = service + path + (language ? `?lang=${language}` : "");
    const at = new Date().toISOString();
    /** @param {string} came */
    const noted = (came) => note({at, method, url, sent: inShort(body), came});
    let response;
    try {
        response = await fetch(url, {
            method,
            body: body && JSON.stringify(body),
            headers: {
                // Browsers would tell all languages of the person.
                "Accept-Language": language ?? ANY_LANGUAGE,
                ...(body && {"Content-Type": "application/json"}),
            },
            // In Firefox the service is of the same origin as far as it was permitted, and no origin is told then.
            mode: isFirefox ? "same-origin" : "cors",
            credentials: "omit",
            cache: "no-store",
            redirect: "error",
            referrerPolicy: "no-referrer",
            signal: AbortSignal.timeout(ONE_REQUEST),
        });
    } catch {
        await noted("–");
        throw new Unreachable("no answer");
    }
    await noted(String(response.status));
    const answer = await response.json().catch(() => null);
    if (answer === null || typeof answer !== "object") throw new Unreachable("no JSON");
    if (!response.ok) throw new Declined(String(answer.detail ?? response.status));
    return {answer, language: response.headers.get("Content-Language") ?? "en"};
}

/** @param {Question | undefined} body */
function inShort(body) {
    if (!body) return "";
    const {url, country, page} = body;
    return [url, country, page && `${Math.ceil(page.length / 1000)} kB`].filter(Boolean).join(" + ");
}
