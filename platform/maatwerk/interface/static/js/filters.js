import { each } from "./say.js";

// A list shows another choice at once; without scripts the button "Show" does it.
export function filters(root) {
  each(root, "form[data-filters]", (form) => {
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type=checkbox], input[type=radio]")) {
        sessionStorage.setItem("focus", event.target.id);
        form.requestSubmit();
      }
    });
    // Empty filters stay out of the address.
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData.entries()]) {
        if (value === "") event.formData.delete(name);
      }
    });
  });
  const last = sessionStorage.getItem("focus");
  if (last && root === document) {
    sessionStorage.removeItem("focus");
    document.getElementById(last)?.focus();
  }
}
