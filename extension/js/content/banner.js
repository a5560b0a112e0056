// The banner at the top of a page that a list warns of: in the flow above the page, so that it covers nothing of what
// scrolls; it takes no focus, hides nothing from assistive technology and can be sent away.

globalThis.rxlensBanner = (() => {
    const STYLE = `
        :host { all: initial; display: block; position: relative; z-index: 2147483647; }
        section { display: flex; gap: 16px; align-items: start; padding: 12px 16px; background: #fcf0d3; color: #14232b;
            border-bottom: 4px solid #7a4a00; font: 16px/1.4 system-ui, sans-serif; }
        p { margin: 0 0 4px; } strong { font-weight: 700; }
        div { flex: 1; }
        button { font: inherit; padding: 6px 12px; color: #14232b; background: #fff; border: 2px solid #14232b;
            border-radius: 3px; cursor: pointer; }
        button:focus-visible { outline: 3px solid #14232b; outline-offset: 2px; }`;

    /**
     * @param {{label: string, text: string, advice: string, dismiss: string, language: string}} told
     * @param {() => void} dismissed
     */
    function show(told, dismissed) {
        if (document.querySelector("rxlens-banner") || !document.body) return;
        const host = document.createElement("rxlens-banner");
        const root = host.attachShadow({mode: "closed"});
        const style = document.createElement("style");
        style.textContent = STYLE;
        const section = document.createElement("section");
        section.setAttribute("aria-label", told.label);
        section.lang = told.language;
        const words = document.createElement("div");
        for (const [name, text] of [["strong", told.text], ["span", told.advice]]) {
            const line = document.createElement("p");
            const part = document.createElement(name ?? "span");
            part.textContent = text ?? "";
            line.append(part);
            words.append(line);
        }
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = told.dismiss;
        button.addEventListener("click", () => {
            host.remove();
            dismissed();
        });
        section.append(words, button);
        root.append(style, section);
        document.documentElement.insertBefore(host, document.body);
    }

    return {show};
})();
