// A form that is on its way is not sent again by a second click; without this, the server refuses
// the second. Files that are saved leave the page where it is, so that waiting ends by itself.
const WAIT = 5000;
for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    if (Date.now() - sent < WAIT) {
      event.preventDefault();
    } else {
      sent = Date.now();
    }
  });
  window.addEventListener("pageshow", () => { sent = 0; });
}
