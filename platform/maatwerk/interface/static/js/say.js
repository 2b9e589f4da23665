// Says something to people who listen to the page, without moving them.
export function say(text) {
  const live = document.getElementById("live");
  if (!live || !text) return;
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 60);
}

// Each element gets its extra once, also when a part of the page is swapped in again.
export function each(root, selector, work) {
  for (const element of root.querySelectorAll(selector)) {
    const key = "ready" + selector.replace(/[^a-z]/gi, "");
    if (element.dataset[key]) continue;
    element.dataset[key] = "1";
    work(element);
  }
}
