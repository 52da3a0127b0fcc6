// What script adds to pages that work without it: parts that are asked again when something moved, and copying.
"use strict";

const copy = (event) => {
  const button = event.target.closest("[data-copy]");
  const from = button && document.getElementById(button.dataset.copy);
  if (from) navigator.clipboard.writeText(from.textContent);
};
document.addEventListener("click", copy);

// A part in which somebody is at work stays as it is.
const isBusy = (part) => part.contains(document.activeElement);

const refresh = async () => {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.getElementById(part.id);
    if (fresh && !isBusy(part) && fresh.innerHTML !== part.innerHTML) part.replaceWith(fresh);
  }
};

if (document.body.hasAttribute("data-live") && document.querySelector("[data-part]")) {
  let waiting = false;
  const moved = () => {
    if (waiting || document.hidden) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      refresh();
    }, 1000);
  };
  const live = new EventSource("/console/live");
  live.addEventListener("moved", moved);
  // What moved before the stream was open was told to nobody.
  live.addEventListener("open", moved);
  document.addEventListener("visibilitychange", moved);
}

// On a phone the menu is a row that scrolls: this page's name is brought into it.
document.querySelector("nav [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
