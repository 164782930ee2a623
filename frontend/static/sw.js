// Opens the application without a network, once it was opened with one: the page, its module, its fonts, and the
// public keys that verify certificates. Nothing of /api/ is ever kept here: it holds people's data, or is about to change.
const version = "{{version}}";
const assets = {{assets}};
const shell = `forprev-${version}`;
const keys = "forprev-keys";
const jwks = "/.well-known/jwks.json";
const files = ["/favicon.svg"];
// What an installation has of its own: the server names it here.
const own = [];
// A weak network may take its time to fail; somebody waits.
const patience = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(shell);
      await cache.addAll(["/", ...files, ...own, ...assets]);
      await keep(jwks).catch(() => undefined);
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith("forprev-") && name !== shell && name !== keys);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (assets.includes(url.pathname)) {
    event.respondWith(kept(request).then((answer) => answer ?? fetch(request)));
  } else if (url.pathname === jwks) {
    event.respondWith(inTime(keep(jwks)).catch(async () => (await kept(jwks)) ?? Response.error()));
  } else if (files.includes(url.pathname) || own.includes(url.pathname)) {
    event.respondWith(inTime(fetch(request)).catch(async () => (await kept(url.pathname)) ?? Response.error()));
  } else if (request.mode === "navigate" && isPage(url.pathname)) {
    event.respondWith(inTime(fetch(request)).catch(async () => (await kept("/")) ?? Response.error()));
  }
});

/** Every address of the application answers with the same page; files and the API's documentation are not it. */
const isPage = (path) => !/^\/(api|assets|\.well-known)(\/|$)/.test(path) && !path.includes(".");

/** Of the version in use; the keys are of no version. */
const kept = async (request) =>
  (await (await caches.open(shell)).match(request, { ignoreVary: true })) ?? (await (await caches.open(keys)).match(request));

async function keep(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (answer.ok) await (await caches.open(keys)).put(address, answer.clone());
  return answer;
}

const inTime = (answer) =>
  Promise.race([answer, new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), patience))]);
