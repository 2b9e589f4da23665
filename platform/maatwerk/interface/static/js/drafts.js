import { each } from "./say.js";

// Keeps what was typed on the server while people type: <form data-draft="/address" data-draft-kept="Kept at" data-draft-lost="Not kept">.
export function drafts(root) {
  each(root, "form[data-draft]", (form) => {
    const state = form.querySelector("[data-draft-state]");
    let timer;
    let changed = false;

    const tell = (text) => {
      if (!state || !text) return;
      state.hidden = false;
      state.textContent = text;
    };
    const keep = async () => {
      clearTimeout(timer);
      if (!changed) return;
      changed = false;
      try {
        const answer = await fetch(form.dataset.draft, {
          method: "POST",
          body: new URLSearchParams(new FormData(form)),
          headers: { "X-Requested-With": "draft" },
          credentials: "same-origin",
          keepalive: true,
          redirect: "manual",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        const time = new Date().toLocaleTimeString("nl", { hour: "2-digit", minute: "2-digit" });
        tell(form.dataset.draftKept && `${form.dataset.draftKept} ${time}`);
      } catch {
        changed = true;
        tell(form.dataset.draftLost);
        timer = setTimeout(keep, 10000);
      }
    };

    form.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(keep, 1200);
    });
    form.addEventListener("change", () => {
      changed = true;
      keep();
    });
    form.addEventListener("submit", () => {
      changed = false;
      clearTimeout(timer);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") keep();
    });
  });
}
