// What only a script can do. Every page works without it.
(() => {
  "use strict";
  const trouble = () => document.getElementById("trouble");

  const offerPrinting = () => {
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.onclick = () => window.print();
    }
  };

  offerPrinting();
  document.addEventListener("htmx:load", offerPrinting);
  document.addEventListener("htmx:beforeRequest", () => trouble().replaceChildren());

  // The title says what the page shows, also where only a part of it is new.
  document.addEventListener("htmx:afterSwap", () => {
    const heading = document.querySelector("#check h1");
    if (heading) {
      document.title = `${heading.textContent.trim()} - Clinic Claim Checker`;
    }
  });

  // No answer came: say so above the page as it stands, so that nothing typed is lost.
  for (const event of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(event, () => {
      const note = document.getElementById("unreachable").content.cloneNode(true);
      trouble().replaceChildren(note);
      trouble().firstElementChild.focus();
      trouble().scrollIntoView();
    });
  }
})();
