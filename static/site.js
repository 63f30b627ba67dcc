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

  // A status is read aloud only where its element stood on the page before its words came.
  document.addEventListener("htmx:afterSettle", () => {
    document.getElementById("told-aloud").textContent = document.querySelector("[data-told]")?.textContent ?? "";
  });

  // Back from a mark, a card or a word explained leads to the same answer: it must not be asked for again, because it
  // is kept nowhere. Each answer is numbered in the history; htmx hears only of entries that are not shown now.
  let shown = 0;
  document.addEventListener("htmx:pushedIntoHistory", () => {
    shown += 1;
    history.replaceState({ ...history.state, shown }, "");
  });
  addEventListener(
    "popstate",
    (event) => {
      if (shown && event.state?.shown === shown) {
        event.stopImmediatePropagation();
      }
    },
    true,
  );

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
