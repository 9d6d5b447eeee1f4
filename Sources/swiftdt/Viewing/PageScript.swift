/// The script of a page: the tree (WAI-ARIA's tree pattern, built as it is expanded), search, and the node
/// that the address's fragment names. Everything from the tree is displayed as text, never as HTML.
enum PageScript {
  /// The complete script.
  static let javaScript = treeAndNode + "\n\n" + viewsAndSearch

  private static let treeAndNode = #"""
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const nodes = data.nodes, places = data.places;
    const byId = id => document.getElementById(id);
    const paths = [], children = nodes.map(() => []), backlinks = nodes.map(() => []);
    const findings = nodes.map(() => []), items = new Map();
    nodes.forEach((node, index) => {
      if (node.p >= 0) children[node.p].push(index);
      paths[index] = node.p < 0 ? "/" : (node.p === 0 ? "" : paths[node.p]) + "/" + node.n;
    });
    nodes.forEach((node, index) => node.a.forEach(property => {
      const seen = new Set();
      property.v.forEach(piece => {
        if (typeof piece === "number" && !seen.has(piece)) {
          seen.add(piece);
          backlinks[piece].push([index, property.n]);
        }
      });
    }));
    data.findings.forEach(finding => { if (finding.n != null) findings[finding.n].push(finding); });
    // Two nodes of a blob can have one path; of those, only the first is called by it.
    const byName = new Map();
    const addresses = paths.map((path, index) => {
      const name = byName.has(path) ? index + ":" + path : path;
      byName.set(name, index);
      return "#" + encodeURI(name);
    });

    function make(name, properties, ...content) {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(properties || {})) {
        if (key === "class") element.className = value;
        else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
        else element.setAttribute(key, value);
      }
      element.append(...content.filter(part => part != null));
      return element;
    }
    const link = (index, text) => make("a", { href: addresses[index], class: "mono" }, text);
    const shortName = index => nodes[index].l ? "&" + nodes[index].l[0] : paths[index];
    const isOff = node => node.o === true;

    // The tree.
    function row(index) {
      const node = nodes[index];
      const name = make("span", { class: isOff(node) ? "off" : "" }, node.p < 0 ? "/" : node.n);
      const row = make("span", { class: "row" }, name);
      if (node.l) row.append(make("span", { class: "label" }, "  " + node.l.join(", ")));
      if (findings[index].length)
        row.append(make("span", { class: "badge", title: "findings" }, String(findings[index].length)));
      return row;
    }
    function item(index, level) {
      const element = make("li", { role: "treeitem", tabindex: "-1", "aria-level": level,
        "aria-selected": "false", "data-node": index }, row(index));
      if (children[index].length) element.setAttribute("aria-expanded", "false");
      element.setAttribute("aria-label", [nodes[index].n || "/"].concat(nodes[index].l || []).join(" "));
      items.set(index, element);
      return element;
    }
    function unfold(index) {
      const element = items.get(index);
      if (!element || !children[index].length) return;
      if (element.getAttribute("aria-expanded") === "true") return;
      element.setAttribute("aria-expanded", "true");
      if (element.querySelector(":scope > ul")) return;
      const level = Number(element.getAttribute("aria-level")) + 1;
      element.append(make("ul", { role: "group" }, ...children[index].map(child => item(child, level))));
    }
    const fold = index => items.get(index).setAttribute("aria-expanded", "false");
    const isOpen = index => items.get(index).getAttribute("aria-expanded") === "true";
    function reveal(index) {
      const chain = [];
      for (let at = nodes[index].p; at >= 0; at = nodes[at].p) chain.unshift(at);
      chain.forEach(unfold);
    }
    let selected = -1;
    function mark(index) {
      if (selected >= 0) {
        items.get(selected).setAttribute("aria-selected", "false");
        items.get(selected).tabIndex = -1;
      }
      selected = index;
      items.get(index).setAttribute("aria-selected", "true");
      items.get(index).tabIndex = 0;
    }
    function shownItems() {
      const shown = [];
      const walk = index => {
        shown.push(index);
        if (isOpen(index)) children[index].forEach(walk);
      };
      walk(0);
      return shown;
    }
    const go = index => { location.hash = addresses[index]; };
    byId("tree").addEventListener("click", event => {
      const element = event.target.closest("[role=treeitem]");
      if (!element) return;
      const index = Number(element.dataset.node);
      if (index === selected || event.offsetX < 24) isOpen(index) ? fold(index) : unfold(index);
      else unfold(index);
      element.focus();
      go(index);
    });
    byId("tree").addEventListener("keydown", event => {
      const index = selected, shown = shownItems(), at = shown.indexOf(index);
      let next = null;
      switch (event.key) {
      case "ArrowDown": next = shown[at + 1]; break;
      case "ArrowUp": next = shown[at - 1]; break;
      case "Home": next = shown[0]; break;
      case "End": next = shown[shown.length - 1]; break;
      case "ArrowRight":
        if (isOpen(index)) next = children[index][0]; else unfold(index);
        break;
      case "ArrowLeft":
        if (isOpen(index)) fold(index); else next = nodes[index].p >= 0 ? nodes[index].p : null;
        break;
      case "*": children[nodes[index].p < 0 ? 0 : nodes[index].p].forEach(unfold); break;
      case "Enter": case " ":
        byId("detail").focus();
        break;
      default: return;
      }
      event.preventDefault();
      if (next == null) return;
      select(next, true);
      history.replaceState(null, "", addresses[next]);
    });

    // One node.
    function value(pieces) {
      const code = make("code");
      pieces.forEach(piece => code.append(typeof piece === "number" ? link(piece, shortName(piece)) : piece));
      return code;
    }
    function place(number) {
      const [file, line, column, remark] = places[number];
      const lines = remark ? data.remarks[remark - 1].split("\n") : [];
      const overlay = lines.length && lines[lines.length - 1].startsWith("overlay ") ? lines.pop() : null;
      const head = [file ? data.files[file - 1] + ":" + line + ":" + column : null, overlay].filter(text => text);
      const first = head.join(" – ");
      if (!lines.length) return make("div", { class: "place" }, first);
      return make("details", { class: "place" }, make("summary", {}, first), lines.join("\n"));
    }
    function finding(found, isLong) {
      const element = make("div", { class: "finding" + (found.e ? " error" : "") },
        (found.e ? "error: " : "warning: ") + found.k + ": ");
      if (isLong && found.n != null) element.append(link(found.n, paths[found.n]), " ");
      if (isLong && found.a) element.append(make("code", {}, found.a), " ");
      element.append(found.m);
      return element;
    }
    function history_(writes) {
      const older = writes.slice(0, -1), last = writes[writes.length - 1];
      const parts = last && last.p != null ? [place(last.p)] : [];
      if (older.length) {
        const list = older.map(write => make("div", { class: "old" },
          write.x ? "deleted" : write.v.length ? value(write.v) : "(empty)",
          write.p != null ? place(write.p) : null));
        parts.push(make("details", {}, make("summary", {}, "set " + older.length +
          (older.length > 1 ? " times" : " time") + " before"), ...list.reverse()));
      }
      return parts;
    }
    function propertyRow(property, index) {
      const cell = make("td", {}, property.v.length ? value(property.v) : make("span", { class: "label" }, "(empty)"));
      if (property.w) cell.append(...history_(property.w));
      findings[index].filter(found => found.a === property.n).forEach(found => cell.append(finding(found)));
      return make("tr", {}, make("td", { class: "name mono" }, property.n), cell);
    }
    function term(list, name, ...content) { list.append(make("dt", {}, name), make("dd", {}, ...content)); }
    function showNode(index) {
      const node = nodes[index], detail = byId("detail"), heading = make("h2", { class: "mono" });
      const chain = [];
      for (let at = index; at > 0; at = nodes[at].p) chain.unshift(at);
      heading.append(link(0, "/"));
      chain.forEach((at, place) => heading.append(place ? "/" : "", at === index ? nodes[at].n : link(at, nodes[at].n)));
      const facts = make("dl");
      if (node.l) term(facts, "labels", make("code", {}, node.l.join(", ")));
      if (node.h) term(facts, "phandle", make("code", {}, "0x" + node.h.toString(16)));
      if (node.w) term(facts, "defined in", ...node.w.map(place));
      detail.replaceChildren(heading, facts);
      findings[index].filter(found => !found.a || !node.a.some(property => property.n === found.a))
        .forEach(found => detail.append(finding(found)));
      if (node.a.length)
        detail.append(make("table", { "aria-label": "Properties" }, make("tbody", {},
          ...node.a.map(property => propertyRow(property, index)))));
      const lists = [["Referenced by", backlinks[index].map(([from, name]) =>
        make("li", {}, link(from, paths[from]), " ", make("code", { class: "label" }, name)))],
        ["Subnodes", children[index].map(child => make("li", {}, link(child, nodes[child].n)))]];
      lists.forEach(([title, list]) => {
        if (list.length) detail.append(make("h3", {}, title), make("ul", {}, ...list));
      });
      detail.scrollTop = 0;
      document.title = paths[index] + " – " + data.title;
    }
    function select(index, focuses) {
      reveal(index);
      mark(index);
      showNode(index);
      items.get(index).querySelector(".row").scrollIntoView({ block: "nearest" });
      if (focuses) items.get(index).focus();
    }
    """#
}
