// Automatic warnings: looks at a page once it stands, and once more for what its programs added. Sends its words nowhere;
// the background is told only that medicines are sold here.

(() => {
    const AGAIN = 1500;
    let isTold = false;

    async function look() {
        if (isTold || !document.body) return;
        const {sells, strong} = globalThis.rxlensGate.judge({
            text: document.body.innerText,
            title: document.title,
            path: location.pathname,
        });
        if (!sells) return;
        isTold = true;
        const banner = await chrome.runtime.sendMessage({type: "sells", strong});
        if (banner) globalThis.rxlensBanner.show(banner, () => void chrome.runtime.sendMessage({type: "dismissed"}));
    }

    void look();
    setTimeout(() => void look(), AGAIN);
})();
