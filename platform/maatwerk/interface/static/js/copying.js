import { each, say } from "./say.js";

// The button beside an address puts it on the clipboard; without one the address can be selected.
export function copying(root) {
  each(root, "[data-copy]", (button) => {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      source.select();
      try {
        await navigator.clipboard.writeText(source.value);
      } catch {
        document.execCommand("copy");
      }
      const words = button.querySelector("span");
      const before = words.textContent;
      words.textContent = button.dataset.done;
      say(button.dataset.done);
      setTimeout(() => { words.textContent = before; }, 2500);
    });
  });
}
