// Before the first paint: the appearance that was chosen on this device. Then: what to say if the module cannot start.
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
})();
