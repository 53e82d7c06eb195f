
"use strict";
(() => {
  const box = document.getElementById("find");
  const count = document.querySelector("output");
  const sections = [...document.querySelectorAll("section")].map((section) => ({
    section,
    messages: [...section.querySelectorAll("article")].map((article) => ({ article, text: null })),
  }));
  let timer = 0;

  const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();

  const matches = (message, words) => {
    message.text ??= plain(message.article.textContent);
    return words.every((word) => message.text.includes(word));
  };

  const find = () => {
    const words = plain(box.value).split(/\s+/).filter((word) => word !== "");
    let found = 0;
    for (const { section, messages } of sections) {
      let inSection = 0;
      for (const message of messages) {
        const shown = matches(message, words);
        message.article.hidden = !shown;
        inSection += shown ? 1 : 0;
      }
      section.hidden = inSection === 0;
      found += inSection;
    }
    count.value = words.length === 0 ? "" : found === 1 ? "1 message" : `${found} messages`;
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, 150);
  });
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.closest("[hidden]")) {
      box.value = "";
      find();
      target.scrollIntoView();
    }
  });
  document.querySelector("search").hidden = false;
})();
