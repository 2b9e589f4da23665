import { each } from "./say.js";

export function printing(root) {
  each(root, "[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
}
