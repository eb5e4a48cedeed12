// Shows the description of the interface; trying it out is left to programs with a token.
"use strict";
window.addEventListener("load", () => {
  const place = document.getElementById("description");
  window.SwaggerUIBundle({
    url: place.dataset.address,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    supportedSubmitMethods: [],
    validatorUrl: null,
  });
});
