// The button that copies the page's address; without script the address stands in its field to be selected.
for (const room of document.querySelectorAll("[data-copy]")) {
  const button = room.querySelector("button");
  const field = room.querySelector("input");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
  });
}
