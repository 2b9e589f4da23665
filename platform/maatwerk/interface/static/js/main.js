// Extras for those who have scripts on; every page works without them.
import { copying } from "./copying.js";
import { counting } from "./counting.js";
import { drafts } from "./drafts.js";
import { filters } from "./filters.js";
import { notices } from "./notices.js";
import { panels } from "./panels.js";
import { printing } from "./printing.js";
import { selecting } from "./selecting.js";

const extras = [copying, counting, drafts, filters, notices, panels, printing, selecting];

function start(root) {
  for (const extra of extras) extra(root);
}

start(document);
document.addEventListener("htmx:after:swap", (event) => start(event.target ?? document));
