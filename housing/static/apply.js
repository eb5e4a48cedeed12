// A chosen photo is sent at once; without this, the button beside it does the same.
for (const input of document.querySelectorAll("form input[type=file][data-at-once]")) {
  input.addEventListener("change", () => {
    if (input.files.length) input.form.requestSubmit();
  });
}
