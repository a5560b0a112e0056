// The table of many checks: it fills itself, and it can be sorted and filtered. All of it works on what
// the server has written; without this file the page loads itself again until all is done.
import { fill } from "./words.js";

const root = document.querySelector("[data-batch]");
const table = root.querySelector("[data-rows]");
const body = table.tBodies[0];
const rows = [...body.rows];
const status = root.querySelector("[data-status]");
const shown = root.querySelector("[data-count]");
const search = root.querySelector("[data-filter]");
const only = root.querySelector("[data-only]");

// Filter

function filter() {
    const wanted = search.value.trim().toLocaleLowerCase();
    for (const row of rows) {
        const fits = row.textContent.toLocaleLowerCase().includes(wanted);
        row.hidden = !fits || (only.value !== "" && row.dataset.level !== only.value);
    }
    const count = rows.filter((row) => !row.hidden).length;
    const all = rows.length;
    shown.textContent = count === all ? "" : fill(root.dataset.shown, { shown: count, all });
}

// Sort

function keyOf(row, kind, column) {
    const text = row.cells[column].textContent.trim();
    if (kind === "number") return Number(text);
    return kind === "level" ? Number(row.dataset.rank) : text.toLocaleLowerCase();
}

function compare(one, other) {
    return typeof one === "number" ? one - other : one.localeCompare(other);
}

function sort(heading, column) {
    const down = heading.ariaSort === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const kind = heading.dataset.sort;
    const ordered = rows
        .map((row) => ({ row, key: keyOf(row, kind, column) }))
        .sort((one, other) => (down ? -1 : 1) * compare(one.key, other.key));
    body.append(...ordered.map(({ row }) => row));
}

for (const [column, heading] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(heading, column));
    heading.replaceChildren(button);
}
search.addEventListener("input", filter);
only.addEventListener("change", filter);
root.querySelector("[data-tools]").hidden = false;

// Fill

async function page() {
    const answer = await fetch(location.href, { cache: "no-store" });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
}

// The rows come ready from the server, so that sentences and languages have one home.
async function refresh() {
    const fresh = (await page().catch(() => null))?.querySelector("[data-batch]");
    if (!fresh) return false;
    const news = [...fresh.querySelector("[data-rows]").tBodies[0].rows];
    for (const [number, row] of news.entries()) {
        const old = rows[number];
        if (!old || old.dataset.state === row.dataset.state) continue;
        Object.assign(old.dataset, row.dataset);
        old.replaceChildren(...[...row.children].map((cell) => document.importNode(cell, true)));
    }
    const bar = root.querySelector("[data-bar]");
    bar.value = fresh.querySelector("[data-bar]").value;
    status.textContent = fresh.querySelector("[data-status]").textContent;
    filter();
    return bar.value >= bar.max;
}

async function follow() {
    const bar = root.querySelector("[data-bar]");
    let over = bar.value >= bar.max;
    while (!over) {
        await new Promise((later) => setTimeout(later, 1500));
        over = await refresh();
    }
}

follow();
