// The only file that asks the service. Every request is noted, carries nothing that tells who asks, and follows no redirect.

import {isFirefox} from "./ext.js";
import {note} from "./session.js";
import {settings} from "./settings.js";

const WAIT = 700;
const PATIENCE = 45_000;
const ONE_REQUEST = 10_000;

/** No answer: the service is down, or this computer is offline. */
export class Unreachable extends Error {}

/** The service declined, with a sentence of its own. */
export class Declined extends Error {}

/**
 * Ask for one check and wait for its report.
 * @param {{url: string, page?: string}} asked
 * @param {(sources: {asked: number, over: number}) => void} progress
 * @returns {Promise<any>} the check with its report
 */
export async function check(asked, progress) {
    const {country} = await settings();
    let found = await request("POST", "/api/v1/checks", country ? {...asked, country} : asked);
    const id = encodeURIComponent(String(found.id));
    const end = Date.now() + PATIENCE;
    for (;;) {
        found = await request("GET", `/api/v1/checks/${id}`);
        if (found.state === "done" && found.report) return found;
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

/** The lists on offer and the key they are signed with. */
export function offeredLists() {
    return request("GET", "/api/v1/lists");
}

/** The signed list, not yet believed. */
export function offeredList() {
    return request("GET", "/api/v1/lists/domains");
}

/**
 * @param {"GET" | "POST"} method
 * @param {string} path
 * @param {{url: string, page?: string, country?: string}} [body]
 * @returns {Promise<any>}
 */
async function request(method, path, body) {
    const {service} = await settings();
    const at = new Date().toISOString();
    /** @param {string} came */
    const noted = (came) => note({at, method, url: service + path, sent: inShort(body), came});
    let response;
    try {
        response = await fetch(service + path, {
            method,
            body: body && JSON.stringify(body),
            headers: body && {"Content-Type": "application/json"},
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
    return answer;
}

/** @param {{url: string, page?: string} | undefined} body */
function inShort(body) {
    if (!body) return "";
    return body.page === undefined ? body.url : `${body.url} + ${body.page.length}`;
}
