// Inside an embed: tells the page around it how high the content is, once that page has asked. Only a number goes out,
// and only to the origin that asked; the first word says nothing but that we are here.
(() => {
  const host = window.parent;
  if (host === window) return;
  let origin = null;
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (origin !== null) host.postMessage({ clinicClaimChecker: "height", height }, origin);
  };
  window.addEventListener("message", (event) => {
    if (event.source !== host || !event.data || event.data.clinicClaimChecker !== "how high") return;
    origin = event.origin === "null" ? "*" : event.origin; // a sandboxed host has no origin to name
    tell();
  });
  new ResizeObserver(tell).observe(document.documentElement);
  host.postMessage({ clinicClaimChecker: "here" }, "*");
})();
