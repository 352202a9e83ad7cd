// Suggestions below a field of search: the arrows walk them, Escape puts them away. htmx brings them; without script the
// form answers alone.
const rooms = document.querySelectorAll("[data-asking]");

for (const room of rooms) {
  const field = room.querySelector("input[type=search]");
  const list = room.querySelector(".suggestions");
  const links = () => [...list.querySelectorAll("a")];
  const close = () => list.replaceChildren();

  room.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.hasChildNodes()) {
      event.preventDefault();
      close();
      field.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links().length) return;
    event.preventDefault();
    const stops = [field, ...links()];
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  });
  room.addEventListener("focusout", (event) => {
    if (!room.contains(event.relatedTarget)) close();
  });
}
