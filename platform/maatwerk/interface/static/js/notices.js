import { each, say } from "./say.js";

// Errors get the focus, so that nobody misses them; other news is said aloud.
export function notices(root) {
  each(root, "[data-focus]", (element) => element.focus());
  each(root, "[data-flash]", (element) => say(element.textContent.trim()));
}
