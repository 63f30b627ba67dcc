// Copies a field where the browser lets us; the buttons stay hidden where this file does not run.
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const told = button.parentElement.querySelector("[role=status]");
    button.parentElement.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        told.textContent = "Copied";
      } catch {
        told.textContent = "Now press Ctrl and C, or hold a finger on it";
      }
    });
  }
})();
