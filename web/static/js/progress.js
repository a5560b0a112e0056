// Shows the sources of a check as they answer. Without this file the page loads itself again instead.
import { fill } from "./words.js";

const root = document.querySelector("[data-progress]");
const list = root.querySelector("[data-sources]");
const status = root.querySelector("[data-status]");
const bar = root.querySelector("[data-bar]");
const words = root.dataset;
const labels = new Map(
    [...root.querySelector("[data-labels]").content.querySelectorAll("[data-key]")].map((label) => [
        label.dataset.key,
        label.textContent,
    ]),
);
const asked = new Set();
const over = new Set();
let ended = false;

// What the server has written already.
for (const item of list.querySelectorAll("[data-source]")) {
    asked.add(item.dataset.source);
    if (item.dataset.state !== "asking") over.add(item.dataset.source);
}

function row(source, label) {
    let item = list.querySelector(`[data-source="${CSS.escape(source)}"]`);
    if (item) return item;
    list.querySelector("[data-first]")?.remove();
    item = document.createElement("li");
    item.dataset.source = source;
    const name = document.createElement("span");
    name.textContent = label;
    const said = document.createElement("span");
    said.className = "said-of";
    item.append(name, " ", said);
    list.append(item);
    return item;
}

function tell(item, state, text) {
    item.dataset.state = state;
    item.querySelector(".said-of").textContent = text;
}

function count() {
    bar.max = Math.max(asked.size, 1);
    bar.value = over.size;
    status.textContent = fill(words.said, { answered: over.size, asked: asked.size });
}

function end(text) {
    if (ended) return;
    ended = true;
    status.textContent = text;
    location.reload();
}

function reason(event) {
    return labels.get(`missing ${event.reason}`) ?? event.reason_text.text;
}

function take(event) {
    if (event.type === "done") return end(words.done);
    if (event.type === "failed") return end(words.failed);
    const item = row(event.source, labels.get(`source ${event.source}`) ?? event.label.text);
    asked.add(event.source);
    if (event.type === "started") {
        if (!over.has(event.source)) tell(item, "asking", words.asking);
    } else {
        over.add(event.source);
        tell(item, event.type, event.type === "found" ? words.answered : reason(event));
    }
    count();
}

// The stream may be refused when too many listen, or end early: then the check itself is asked for.
async function poll() {
    while (!ended) {
        const answer = await fetch(words.check, { cache: "no-store" }).catch(() => null);
        if (answer?.status === 404) return location.reload();
        if (answer?.ok) (await answer.json()).events.forEach(take);
        await new Promise((later) => setTimeout(later, 1500));
    }
}

const stream = new EventSource(words.events);
for (const type of ["started", "found", "missing", "done", "failed"]) {
    stream.addEventListener(type, (message) => take(JSON.parse(message.data)));
}
stream.addEventListener("error", () => {
    stream.close();
    poll();
});
