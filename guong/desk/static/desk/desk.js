// The board: a print button where scripts run. Polling is htmx's; without it the page is reloaded by hand.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
