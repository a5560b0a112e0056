// Two conveniences of a report: copying a text, and the browser's own print window.

for (const button of document.querySelectorAll("[data-copy]")) {
    const said = button.parentElement.querySelector("[data-copy-said]");
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
        const source = document.getElementById(button.dataset.copy);
        const link = source.querySelector("a");
        await navigator.clipboard.writeText(source.value ?? link?.href ?? source.textContent.trim());
        said.textContent = button.dataset.copied;
    });
}

for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
}
