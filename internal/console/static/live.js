// Shows what changes without the page being loaded again: a page that says data-live is
// told by its address, and its main part is put in the place of the old one. Without
// this script the page reloads by itself.
"use strict";
for (const place of document.querySelectorAll("[data-live]")) {
  const source = new EventSource(place.dataset.live);
  source.addEventListener("changed", async (event) => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const status = page.querySelector("[role=status]");
    const here = document.querySelector("[role=status]");
    if (status && here) here.replaceChildren(...status.childNodes);
    for (const part of document.querySelectorAll("[data-part]")) {
      const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (!fresh || (fresh.dataset.key && fresh.dataset.key === part.dataset.key)) continue; // what somebody types into stays
      part.replaceChildren(...fresh.childNodes);
      part.dataset.key = fresh.dataset.key || "";
    }
    if (event.data === "done") source.close();
  });
}
