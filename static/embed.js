// On a host page, if its owner likes: gives each of our frames the height of its content.
// Listens only to frames that show our own site, and takes only a number from them.
(() => {
  const ours = new URL(document.currentScript.src).origin;
  window.addEventListener("message", (event) => {
    const height = event.data && event.data.clinicClaimChecker === 1 ? Number(event.data.height) : NaN;
    if (!(height > 50 && height < 20000)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow !== event.source) continue;
      if (new URL(frame.src, location.href).origin !== ours) continue;
      if (event.origin !== ours && event.origin !== "null") continue;
      frame.style.height = `${height}px`;
    }
  });
})();
