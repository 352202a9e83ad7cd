// Help for the sheet: steppers, the sum, the device's time. Everything works without it.
const form = document.getElementById("sheet");

function stepper(box) {
  const input = box.querySelector("input");
  const button = (text, label, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => {
      input.value = Math.max(0, (parseInt(input.value, 10) || 0) + by);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return made;
  };
  box.prepend(button("−", box.dataset.less, -1));
  box.append(button("+", box.dataset.more, 1));
}

function sums(box) {
  const value = (name) => parseInt(form.elements[name]?.value, 10);
  const line = box.querySelector("[data-sum]");
  const reason = box.querySelector("[data-reason]");
  const show = () => {
    const [all, here] = [value("expected"), value("present")];
    const away = (value("absent_excused") || 0) + (value("absent") || 0);
    if (reason) reason.hidden = reason.dataset.reason === "" || Number.isNaN(all) || all === Number(reason.dataset.reason);
    line.textContent = Number.isNaN(all) || Number.isNaN(here) ? "" : all === here + away ? line.dataset.fits : line.dataset.off;
  };
  box.addEventListener("input", show);
  show();
}

document.querySelector(".note.bad[role=alert]")?.focus();
if (form) {
  document.querySelectorAll("[data-stepper]").forEach(stepper);
  document.querySelectorAll("[data-adds-up]").forEach(sums);
  form.addEventListener("submit", () => {
    const written = form.elements.written_at;
    if (written && !written.value) written.value = new Date().toISOString();
  });
}
