// A report as the popup shows it: level, sentence, what weighs most, how much could be seen, what to do.
//
// The same contract as the web page: report-v1.schema.json. Keys that are not known are passed over, a level that is
// not known is shown as inconclusive. All text may come from a hostile page and is shown as text.

import {knownLevel} from "./badge.js";
import {make, shapeOf} from "./dom.js";

const REASONS = 3;
const STEPS = 3;
const MISSING = 4;
const QUOTE = 160;

/**
 * @typedef {{text?: string} | null | undefined} Told
 *
 * @typedef {object} About
 * @property {import("./words.js").Words} words for the labels
 * @property {string} language the language of the report's own sentences
 * @property {string} service
 * @property {string} page path of the whole report
 * @property {boolean} seen the page was judged as the person sees it
 */

/**
 * @param {any} report
 * @param {About} about
 * @returns {HTMLElement}
 */
export function reportView(report, about) {
    const level = knownLevel(String(report?.verdict?.level));
    return make("article", {class: "report", "data-level": level},
        head(report, level, about),
        listed(report, about),
        reasons(report, level, about),
        coverage(report, about),
        steps(report, about),
        links(report, about));
}

/**
 * @param {any} report
 * @param {import("./badge.js").Level} level
 * @param {About} about
 */
function head({address, verdict}, level, {words: {say}, language}) {
    const host = String(address?.host ?? "");
    const display = String(address?.display || host);
    return make("header", {class: "answer"},
        shapeOf(level),
        make("div", {},
            make("p", {class: "site"}, make("bdi", {}, display), display === host ? null : make("bdi", {class: "puny"}, host)),
            make("h2", {class: "level"}, say(`level_${level}`)),
            make("p", {class: "sentence", lang: language}, told(verdict?.sentence)),
            make("p", {class: "soft"}, say("decided_by"), " ", make("span", {lang: language}, told(verdict?.decided_by_text)))));
}

/**
 * @param {any} report
 * @param {About} about
 */
function listed(report, {words: {say}, language}) {
    const text = told(report.registers?.text);
    if (!text) return null;
    return make("section", {}, make("h3", {}, say("lists_say")), make("p", {lang: language}, text));
}

/**
 * @param {any} report
 * @param {import("./badge.js").Level} level
 * @param {About} about
 */
function reasons(report, level, about) {
    const {say} = about.words;
    const against = arrayOf(report.reasons_against);
    const reassuring = arrayOf(report.reasons_for);
    const isFor = level === "verified" || (level === "unverified" && !against.length);
    const shown = (isFor ? [...reassuring, ...against] : [...against, ...reassuring]).slice(0, REASONS);
    if (!shown.length) return null;
    const more = against.length + reassuring.length - shown.length;
    return make("section", {},
        make("h3", {}, say("what_was_seen")),
        make("ul", {class: "reasons"}, ...shown.map((one) => reason(one, about))),
        more > 0 ? make("p", {class: "soft"}, say("more_reasons", more)) : null);
}

/**
 * @param {any} one
 * @param {About} about
 */
function reason({direction, title, text, quotes}, {words: {say}, language}) {
    const isConcern = direction === "concern";
    const quote = arrayOf(quotes)[0]?.text;
    return make("li", {class: isConcern ? "concern" : "reassurance"},
        make("span", {class: "sign", "aria-hidden": "true"}, isConcern ? "✕" : "✓"),
        make("div", {},
            make("span", {class: "unseen"}, say(isConcern ? "speaks_against" : "speaks_for"), ": "),
            make("strong", {lang: language}, told(title)),
            quote
                ? make("blockquote", {dir: "auto"}, shortened(String(quote)))
                : make("p", {lang: language}, told(text))));
}

/**
 * @param {any} report
 * @param {About} about
 */
function coverage(report, {words: {say, day}, language, seen}) {
    const {signals_answered: answered = 0, signals_asked: asked = 0, sources} = report.coverage ?? {};
    const missing = arrayOf(sources).filter(({state}) => state === "missing").slice(0, MISSING);
    return make("section", {},
        make("h3", {}, say("how_much")),
        make("p", {}, say("coverage", answered, asked), " ", report.checked_at ? say("checked_on", day(report.checked_at)) : ""),
        seen ? make("p", {}, say("as_you_see_it")) : null,
        missing.length
            ? make("ul", {class: "missing"}, ...missing.map(({label, reason_text: why}) =>
                make("li", {lang: language}, told(label), ": ", told(why))))
            : null);
}

/**
 * @param {any} report
 * @param {About} about
 */
function steps(report, {words: {say}, language}) {
    const shown = arrayOf(report.next_steps).slice(0, STEPS);
    if (!shown.length) return null;
    return make("section", {},
        make("h3", {}, say("what_to_do")),
        make("ol", {lang: language}, ...shown.map(step)));
}

/**
 * A step, its regulator's address as a link in its place.
 * @param {any} one
 */
function step({text, url}) {
    const words = told(text);
    if (typeof url !== "string" || !url.startsWith("https://") || !URL.canParse(url)) return make("li", {}, words);
    const [before = "", ...after] = words.split(url);
    return make("li", {}, before, after.length ? "" : " ", link(url, new URL(url).host), after.join(url));
}

/**
 * @param {any} report
 * @param {About} about
 */
function links(report, {words: {say, language}, service, page}) {
    const prefix = language === "en" ? "" : `/${language}`;
    const host = encodeURIComponent(String(report.address?.host ?? ""));
    return make("p", {class: "links"},
        page ? link(`${service}${prefix}${page}`, say("whole_report")) : null,
        link(`${service}${prefix}/appeal?host=${host}`, say("is_this_wrong")));
}

/**
 * @param {string} href
 * @param {string} text
 */
function link(href, text) {
    return make("a", {href, target: "_blank", rel: "noopener noreferrer"}, text);
}

/** @param {Told} message */
function told(message) {
    return String(message?.text ?? "");
}

/**
 * @param {unknown} value
 * @returns {any[]}
 */
function arrayOf(value) {
    return Array.isArray(value) ? value : [];
}

/** @param {string} text */
function shortened(text) {
    return text.length > QUOTE ? `${text.slice(0, QUOTE - 1)}…` : text;
}
