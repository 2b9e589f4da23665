import { each } from "./say.js";

// One box ticks all rows of a list, and the bar below says how many were chosen.
export function selecting(root) {
  each(root, "[data-select-all]", (label) => {
    const form = label.closest("form") ?? label.closest("table");
    const all = label.querySelector("input");
    const boxes = () => [...form.querySelectorAll("input[name=chosen]")];
    const bar = form.querySelector("[data-bulk]");
    const count = bar?.querySelector("[data-bulk-count]");
    const words = count?.textContent;
    if (!boxes().length) return;
    label.hidden = false;
    const show = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      all.checked = chosen === boxes().length;
      all.indeterminate = chosen > 0 && !all.checked;
      if (count) count.textContent = chosen ? `${chosen} ${bar.dataset.chosen}` : words;
    };
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      show();
    });
    form.addEventListener("change", show);
    show();
  });
}
