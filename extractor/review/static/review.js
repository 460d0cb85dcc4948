// Zoom, keys, the name of who corrects, and the part of a page that is asked for when it is there. All else is links.
"use strict";
(() => {
  const steps = [1, 1.25, 1.5, 2, 3, 4];
  const scroll = document.querySelector(".scroll");
  let step = Number(sessionStorage.getItem("zoom")) || 0;
  const zoom = (to) => {
    if (!scroll) return;
    step = Math.max(0, Math.min(steps.length - 1, to));
    sessionStorage.setItem("zoom", step);
    scroll.classList.toggle("zoomed", step > 0);
    for (const sheet of scroll.querySelectorAll(".sheet")) sheet.style.width = step ? `${100 * steps[step]}%` : "";
  };
  zoom(step);
  const zooms = { in: () => zoom(step + 1), out: () => zoom(step - 1), fit: () => zoom(0) };
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", zooms[button.dataset.zoom]);
  }
  const follow = (selector) => document.querySelector(selector)?.click();
  const next = () => {
    const failures = [...document.querySelectorAll(".failure")];
    const here = failures.findIndex((link) => link.parentElement.classList.contains("current"));
    failures[(here + 1) % failures.length]?.click();
  };
  const keys = {
    "+": zooms.in, "=": zooms.in, "-": zooms.out, "0": zooms.fit, n: next,
    ArrowLeft: () => follow("a[rel=prev]"), ArrowRight: () => follow("a[rel=next]"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  for (const field of document.querySelectorAll("[data-remember]")) {
    const name = field.dataset.remember;
    field.value ||= localStorage.getItem(name) || "";
    field.form.addEventListener("submit", () => localStorage.setItem(name, field.value));
  }
  for (const form of document.querySelectorAll("form.correct")) {
    form.addEventListener("submit", () => form.classList.add("sent"));
  }
  for (const part of document.querySelectorAll("[data-load]")) {
    fetch(part.dataset.load).then((answer) => answer.ok ? answer.text() : "").then((text) => { part.innerHTML = text; });
  }
})();
