// The sliders of the promises move their number fields, and either shows its effect when it comes to rest.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.promises");
  if (!form) return;
  let resting;

  function show() {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (!form.checkValidity()) return;
      form.requestSubmit();
      const query = new URLSearchParams(new FormData(form));
      history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
    }, 200);
  }

  for (const slider of form.querySelectorAll("[data-slides]")) {
    const field = document.getElementById(slider.dataset.slides);
    slider.addEventListener("input", () => {
      field.value = slider.value;
      show();
    });
    field.addEventListener("input", () => {
      if (field.value) slider.value = field.value;
      show();
    });
  }
});
