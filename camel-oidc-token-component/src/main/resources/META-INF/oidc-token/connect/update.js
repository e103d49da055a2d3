"use strict";
(() => {
  const PAUSE = 5000;
  const kind = (node) => node.nodeName + " " + (node.className || "").split(" ")[0];

  const update = (shown, wanted) => {
    if (shown.isEqualNode(wanted)) return;
    if (shown.nodeType !== Node.ELEMENT_NODE) {
      shown.data = wanted.data;
      return;
    }
    for (const { name, value } of wanted.attributes) {
      if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
    }
    fill(shown, wanted);
  };

  // what stays is the same element as before, so that the focus and a reader's place stay too
  const fill = (shown, wanted) => {
    let next = shown.firstChild;
    for (const child of [...wanted.childNodes]) {
      let match = next;
      while (match && kind(match) !== kind(child)) match = match.nextSibling;
      if (!match) {
        shown.insertBefore(child, next);
        continue;
      }
      while (next !== match) {
        const gone = next;
        next = next.nextSibling;
        gone.remove();
      }
      next = match.nextSibling;
      update(match, child);
    }
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
  };

  const show = (wanted) => {
    const focused = document.activeElement;
    const section = focused && focused.closest("section");
    update(document.querySelector("main"), wanted);
    const button = section && !focused.isConnected && section.querySelector("button");
    if (button) button.focus();
  };

  const look = async () => {
    let answer;
    let text;
    try {
      answer = await fetch(location.href, { cache: "no-store", redirect: "manual" });
      text = await answer.text();
    } catch {
      return later();
    }
    if (answer.status >= 500) return later();
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main");
    if (!answer.ok || !main) return location.reload();
    show(main);
    return page.querySelector("script") ? later() : undefined;
  };

  const later = () => {
    setTimeout(look, PAUSE);
  };

  later();
})();
