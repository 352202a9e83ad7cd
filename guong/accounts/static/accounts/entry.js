// Around the passkey scripts: what needs them is shown where the browser can, and what went wrong is said in the page.
(() => {
  const { said, shows } = document.currentScript.dataset;
  const hidden = shows && document.getElementById(shows);
  if (hidden && window.PublicKeyCredential) hidden.hidden = false;

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (document.querySelector("[data-passkey-failed]")) return;
    const note = document.createElement("p");
    note.className = "note warn";
    note.setAttribute("role", "alert");
    note.dataset.passkeyFailed = "";
    note.textContent = said;
    document.querySelector("h1").after(note);
  });
})();
