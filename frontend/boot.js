// Before the first paint: the appearance that was chosen on this device. After it: the application, since on a slow
// network half a megabyte would delay the style and the font of the first screen. Also what to say if it cannot start,
// and what keeps the page, its module and the keys for when there is no network.
// A file of its own, since the content security policy allows no script inside a page.
(() => {
  try {
    const theme = localStorage.getItem("forprev.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // A browser that keeps nothing: the appearance follows the device.
  }
  const failed = (event) => {
    if (event.target instanceof HTMLImageElement) return;
    const first = document.getElementById("first-screen");
    if (!first) return;
    document.getElementById("first-loading").hidden = true;
    document.getElementById("first-failed").hidden = false;
  };
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
  document.addEventListener("click", (event) => {
    if (event.target.id === "first-retry") location.reload();
  });
  // Browsers have none in private windows and on sites without https. Without it everything works, given a network.
  // A development build goes without: it would hide what was just changed.
  const keep = () => {
    if ("{{offline}}" === "true" && "serviceWorker" in navigator) {
      navigator.serviceWorker.register("/sw.js").catch(() => {});
    }
  };
  const address = (name) => document.querySelector(`meta[name=forprev-${name}]`).content;
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    // At once, and not when the script asks for it.
    const module = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "" });
    module.href = address("module");
    document.head.append(module);
    // Not before the application runs: what is kept for later is fetched then, and would take its place in the queue.
    import(address("script")).then((script) => script.begun).then(keep);
  };
  addEventListener("DOMContentLoaded", () => {
    // A page behind others is not painted, nor one that is left before it was.
    const behind = () => document.hidden && begin();
    behind();
    document.addEventListener("visibilitychange", behind);
    requestAnimationFrame(() => setTimeout(begin));
  });
})();
