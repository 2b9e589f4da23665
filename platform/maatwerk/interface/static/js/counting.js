import { each, say } from "./say.js";

// Counts what is left to write; said aloud only when the writer pauses.
export function counting(root) {
  each(root, "[data-count-for]", (line) => {
    const field = document.getElementById(line.dataset.countFor);
    if (!field) return;
    const most = Number(line.dataset.countMax);
    let pause;
    const show = () => {
      const left = most - [...field.value].length;
      const words = left < 0 ? line.dataset.over : line.dataset.left;
      line.textContent = `${Math.abs(left)} ${words}`;
      line.classList.toggle("over", left < 0);
      return line.textContent;
    };
    field.addEventListener("input", () => {
      const text = show();
      clearTimeout(pause);
      pause = setTimeout(() => say(text), 1500);
    });
    show();
  });
}
