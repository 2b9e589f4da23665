import { each } from "./say.js";

// Keeps what was typed on the server while people type: <form data-draft="/address">; the save() macro brings the words.
export function drafts(root) {
  each(root, "form[data-draft]", (form) => {
    if (!form.dataset.draft) return; // without an address of its own a draft would be the answer itself
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
        tell(state && `${state.dataset.kept} ${time}`);
      } catch {
        changed = true;
        tell(state?.dataset.lost);
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
