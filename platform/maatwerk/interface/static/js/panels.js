import { each } from "./say.js";

// Menus close again with Escape or a click elsewhere; a dialog opens over the page instead of on a page of its own.
export function panels(root) {
  each(root, "details[data-menu]", (menu) => {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
  });
  each(root, "[data-dialog]", (button) => {
    const dialog = document.getElementById(button.dataset.dialog);
    if (!dialog?.showModal) return;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
      dialog.addEventListener("close", () => button.focus(), { once: true });
    });
  });
}
