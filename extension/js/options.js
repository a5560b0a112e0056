// The options page: everything a person can choose, and a live log of every request that was made.

import {byId, inputById, make} from "./dom.js";
import {offeredKey} from "./client.js";
import {mayAsk} from "./consent.js";
import {dayOfList, heldList, pinnedKey} from "./lists.js";
import {fingerprintOf} from "./proof.js";
import {lastTry, renew} from "./renew.js";
import {EVERYWHERE} from "./scripts.js";
import {logged} from "./session.js";
import {choose, serviceAddress, settings} from "./settings.js";
import {LANGUAGES, translatePage, words} from "./words.js";

/** @type {chrome.permissions.Permissions} */
const TABS = {permissions: ["tabs"]};
const REFUSED = new Set(["form", "key", "signature", "old"]);
const COUNTRIES = ["AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "HU", "IE", "IT", "LU", "NL", "NO",
    "NZ", "PL", "PT", "RO", "SE", "SI", "SK", "US"];

/** @param {string} key */
async function tell(key) {
    byId("status").textContent = (await words()).say(key);
}

/** Show everything as it is now. */
async function show() {
    const [told, chosen] = await Promise.all([words(), settings()]);
    translatePage(told);
    inputById("service").value = chosen.service;
    for (const id of /** @type {const} */ (["daily", "askAtOnce"])) inputById(id).checked = chosen[id];
    const isEverywhere = await chrome.permissions.contains(EVERYWHERE);
    for (const id of /** @type {const} */ (["automatic", "marks"])) {
        inputById(id).checked = chosen[id] && isEverywhere;
    }
    inputById("badge").checked = await chrome.permissions.contains(TABS);
    byId("pinned").textContent = await fingerprintOf(await pinnedKey());
    byId("pinned-by").textContent = told.say(chosen.key ? "own_key" : "packaged_key");
    byId("unpin").hidden = !chosen.key;
    showChoices(told, chosen);
    await Promise.all([showList(told), showLog(told)]);
}

/**
 * @param {import("./words.js").Words} told
 * @param {import("./settings.js").Settings} chosen
 */
function showChoices({say, language}, chosen) {
    const languages = Object.entries(LANGUAGES).map(([code, name]) => make("option", {value: code, lang: code}, name));
    byId("language").replaceChildren(make("option", {value: ""}, say("as_browser")), ...languages);
    inputById("language").value = chosen.language;
    const names = new Intl.DisplayNames([language], {type: "region"});
    const countries = COUNTRIES.map((code) => make("option", {value: code}, names.of(code) ?? code));
    byId("country").replaceChildren(make("option", {value: ""}, say("country_unsaid")), ...countries);
    inputById("country").value = chosen.country;
}

/** @param {import("./words.js").Words} told */
async function showList(told) {
    const {say, day} = told;
    const [list, tried] = await Promise.all([heldList(), lastTry()]);
    byId("list-date").textContent = dayOfList(list, told);
    byId("list-tried").className = REFUSED.has(tried?.outcome ?? "") ? "note" : "soft";
    byId("list-tried").textContent = tried ? say(`outcome_${tried.outcome}`, day(tried.at)) : say("never_tried");
    const rows = list.sections.map((one) =>
        make("tr", {},
            make("th", {scope: "row"}, `${one.authority} ${one.country ? `(${one.country})` : ""}`),
            make("td", {}, say(`kind_${one.kind}`)),
            make("td", {}, one.snapshot ? day(one.snapshot) : say("unknown_day")),
            make("td", {class: "number"}, String(one.hashes.byteLength / 8))));
    byId("sections").replaceChildren(...rows);
}

/** @param {import("./words.js").Words} told */
async function showLog({say}) {
    const entries = (await logged()).reverse();
    const rows = entries.map(({at, method, url, sent, came}) =>
        make("li", {},
            make("div", {}, make("time", {datetime: at}, `${at.slice(11, 19)} UTC`), " ", make("code", {}, `${method} ${url}`)),
            make("div", {class: "soft"}, `${say("sent")} `, make("bdi", {}, sent || "–"), ` · ${say("came")} ${came}`)));
    byId("log").replaceChildren(...rows);
    byId("log-empty").hidden = rows.length > 0;
}

/**
 * A permission is asked for when a box is ticked, and given back when none needs it any more.
 * @param {"automatic" | "marks"} name
 */
function followEverywhere(name) {
    const box = inputById(name);
    box.addEventListener("change", async () => {
        const isGranted = !box.checked || (await chrome.permissions.request(EVERYWHERE));
        await choose({[name]: box.checked && isGranted});
        const {automatic, marks} = await settings();
        if (!automatic && !marks) await chrome.permissions.remove(EVERYWHERE).catch(() => false);
        if (!isGranted) await tell("not_permitted");
        await show();
    });
}

function follow() {
    byId("save-service").addEventListener("click", async () => {
        const service = serviceAddress(inputById("service").value.trim());
        if (!service) return tell("service_refused");
        await choose({service, key: ""});
        await tell("saved");
    });
    byId("ask-key").addEventListener("click", askKey);
    byId("unpin").addEventListener("click", () => choose({key: ""}));
    byId("renew").addEventListener("click", async () => {
        if (!(await mayAsk())) return tell("not_permitted");
        await renew();
        await show();
    });
    for (const id of /** @type {const} */ (["daily", "askAtOnce"])) {
        inputById(id).addEventListener("change", () => choose({[id]: inputById(id).checked}));
    }
    for (const id of /** @type {const} */ (["country", "language"])) {
        inputById(id).addEventListener("change", () => choose({[id]: inputById(id).value}));
    }
    inputById("badge").addEventListener("change", async () => {
        const isWanted = inputById("badge").checked;
        await (isWanted ? chrome.permissions.request(TABS) : chrome.permissions.remove(TABS));
        await show();
    });
    followEverywhere("automatic");
    followEverywhere("marks");
}

async function askKey() {
    if (!(await mayAsk())) return tell("not_permitted");
    let key;
    try {
        key = await offeredKey();
    } catch {
        return tell("unreachable");
    }
    const isPinned = key === (await pinnedKey());
    byId("offered").hidden = isPinned;
    if (isPinned) return tell("key_same");
    byId("offered-print").textContent = await fingerprintOf(key);
    byId("pin").onclick = async () => {
        await choose({key});
        byId("offered").hidden = true;
        await tell("saved");
    };
}

chrome.storage.onChanged.addListener(() => void show());
follow();
void show();
