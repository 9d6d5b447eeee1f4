/// What a page has beside the tree: the views, search, and how it begins.
extension PageScript {
  static let viewsAndSearch = #"""
    // Views.
    function show(view) {
      for (const name of ["memory", "findings"]) byId(name).hidden = view !== name;
      byId("detail").hidden = view !== "tree";
      for (const name of ["tree", "memory", "findings"])
        byId("show-" + name).setAttribute("aria-pressed", String(view === name));
    }
    function fillMemory() {
      const head = make("tr", {}, ...["first", "last", "size", "what", "node"].map(text => make("th", { scope: "col" }, text)));
      const rows = data.memory.map(region => make("tr", {},
        ...[region.s, region.e, region.z].map(text => make("td", { class: "mono number" }, text)),
        make("td", {}, region.k), make("td", {}, region.n == null ? "" : link(region.n, shortName(region.n)))));
      byId("memory").append(make("h2", {}, "Memory map"),
        rows.length ? make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows)) : "No memory regions.");
    }
    function fillFindings() {
      const errors = data.findings.filter(found => found.e).length;
      byId("findings").append(make("h2", {}, "Findings"), make("p", {}, data.findings.length
        ? data.findings.length + " findings of dtc's checks, " + errors + " of them errors"
          + (data.more.length ? "; more of " + data.more.join(", ") + " are not shown" : "") : "No findings."),
        ...data.findings.map(found => finding(found, true)));
      byId("show-findings").append(" (" + data.findings.length + ")");
    }

    // Search.
    const haystacks = nodes.map((node, index) =>
      [paths[index]].concat((node.l || []).map(label => "&" + label), node.c || []).join("\n").toLowerCase());
    function matches(text) {
      const query = text.trim().toLowerCase();
      const number = /^(0x[0-9a-f]+|[0-9]+)$/.test(query) ? Number(query) : null;
      const found = [];
      haystacks.forEach((haystack, index) => {
        const node = nodes[index];
        let rank = -1;
        if (number !== null && node.h === number) rank = 0;
        else if ((node.l || []).some(label => label.toLowerCase() === query.replace(/^&/, ""))) rank = 0;
        else if (node.n.toLowerCase().startsWith(query)) rank = 1;
        else if (haystack.includes(query)) rank = 2;
        if (rank >= 0) found.push([rank, index]);
      });
      return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(pair => pair[1]);
    }
    function search() {
      const text = byId("query").value, results = byId("results"), isOn = text.trim() !== "";
      results.hidden = !isOn;
      byId("tree").hidden = isOn;
      results.replaceChildren();
      byId("count").textContent = "";
      if (!isOn) return;
      const found = matches(text);
      byId("count").textContent = found.length === 1 ? "1 node" : found.length + " nodes";
      found.slice(0, 500).forEach(index => {
        const node = nodes[index], about = [].concat(node.l || [], node.c || []).join(", ");
        results.append(make("li", {}, make("a", { href: addresses[index], class: "row" }, paths[index],
          about ? make("span", { class: "label" }, "  " + about) : null)));
      });
    }
    byId("query").addEventListener("input", search);
    byId("query").addEventListener("keydown", event => {
      const first = byId("results").querySelector("a");
      if (event.key === "Enter" && first) first.click();
      else if (event.key === "ArrowDown" && first) first.focus();
      else if (event.key === "Escape") { byId("query").value = ""; search(); }
      else return;
      event.preventDefault();
    });
    byId("results").addEventListener("keydown", event => {
      const links = [...byId("results").querySelectorAll("a")], at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && links[at + 1]) links[at + 1].focus();
      else if (event.key === "ArrowUp") (links[at - 1] || byId("query")).focus();
      else if (event.key === "Escape") byId("query").focus();
      else return;
      event.preventDefault();
    });
    document.addEventListener("keydown", event => {
      if (event.key !== "/" || event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      byId("query").focus();
      byId("query").select();
    });

    // Beginning.
    for (const name of ["tree", "memory", "findings"])
      byId("show-" + name).addEventListener("click", () => { show(name); byId(name === "tree" ? "detail" : name).focus(); });
    byId("theme").addEventListener("click", () => {
      const root = document.documentElement;
      const isDark = root.dataset.theme ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = isDark ? "light" : "dark";
    });
    function follow() {
      let name = "/";
      try { name = decodeURI(location.hash.slice(1)) || "/"; } catch { name = "/"; }
      const index = byName.get(name);
      if (index === undefined) return;
      show("tree");
      select(index, false);
    }
    byId("title").textContent = data.title;
    byId("title").title = data.inputs.join("\n");
    byId("tree").append(item(0, 1));
    unfold(0);
    fillMemory();
    fillFindings();
    select(0, false);
    if (location.hash) follow();
    addEventListener("hashchange", follow);
    """#
}
