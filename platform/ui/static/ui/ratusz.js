// What pages need beyond HTML, htmx and Designsystemet. Every page works without it.
"use strict";

// The server checks and lists all mistakes at once; the browser's bubbles show one at a time and vanish.
function leaveChecksToServer(root) {
  for (const form of root.querySelectorAll("form[method=post]")) form.noValidate = true;
}

// A double click sends once. The button stays focusable and comes back, so nobody is trapped.
const BUSY_MS = 4000;
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), BUSY_MS);
});
function free(form) {
  sent.delete(form);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}
// Back from the browser's memory: nothing is busy any more.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach(free);
});

// <form data-confirm="Question?"> asks first; on the button it asks for that button only.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const submitter = event.submitter;
    const question = submitter?.dataset.confirm ?? form.dataset.confirm;
    const dialog = document.getElementById("confirm");
    if (!question || !dialog || form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.querySelector("#confirm-question").textContent = question;
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return;
        form.dataset.confirmed = "yes";
        form.requestSubmit(submitter);
      },
      { once: true },
    );
    dialog.showModal();
    dialog.querySelector("[value=no]").focus();
  },
  true,
);

// <form data-keep>: what was typed survives a lost session or a closed lid, in this tab only, until it arrived.
const KEPT = `kept:${location.pathname}`;
function keptForm() {
  const form = document.querySelector("form[data-keep]");
  if (!form) {
    sessionStorage.removeItem(KEPT);
    return;
  }
  const typed = Object.entries(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"));
  for (const [name, value] of typed) {
    const field = form.elements.namedItem(name);
    if (field && !field.value) field.value = value;
  }
  form.addEventListener("input", () => {
    const entries = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    sessionStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(entries)));
  });
}
keptForm();

// <div data-choose="name" hidden> with a checkbox ticks every checkbox of that name, and shows when all of them are.
function chooseAll(root) {
  for (const field of root.querySelectorAll("[data-choose]")) {
    const all = field.querySelector("input");
    const boxes = [...document.querySelectorAll(`input[type=checkbox][name="${field.dataset.choose}"]`)];
    const tell = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && !all.checked;
    };
    all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
    boxes.forEach((box) => box.addEventListener("change", tell));
    field.hidden = boxes.length === 0;
    tell();
  }
}

// Empty filters stay out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, parameters } = event.detail;
  if (verb !== "get") return;
  for (const [name, value] of Object.entries(parameters)) if (value === "") delete parameters[name];
});

// What changed on the page is told to those who do not see it.
document.addEventListener("htmx:afterSwap", (event) => {
  leaveChecksToServer(event.target);
  chooseAll(event.target);
  const news = event.target.querySelector("[data-announce]");
  if (news) document.getElementById("announcer").textContent = news.textContent;
});

// A passkey that was not read, or that the reader did not want to use after all.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("key-problem").hidden = false;
});

leaveChecksToServer(document);
chooseAll(document);
