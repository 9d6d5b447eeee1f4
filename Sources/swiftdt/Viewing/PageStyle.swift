/// The style sheet of a page, with a light and a dark theme.
enum PageStyle {
  static let css = """
    :root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --dim: #57606a; --line: #d0d7de;
      --panel: #f6f8fa; --link: #0550ae; --mark: #ddf4ff; --warn: #7d4e00; --warn-back: #fff8c5;
      --error: #a40e26; --error-back: #ffebe9; --string: #0a3069; }
    @media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --back: #0d1117; --text: #e6edf3;
      --dim: #9198a1; --line: #30363d; --panel: #161b22; --link: #79c0ff; --mark: #152a45; --warn: #f2cc60;
      --warn-back: #332a0c; --error: #ff9492; --error-back: #3c1618; --string: #a5d6ff; } }
    :root[data-theme=dark] { color-scheme: dark; --back: #0d1117; --text: #e6edf3; --dim: #9198a1;
      --line: #30363d; --panel: #161b22; --link: #79c0ff; --mark: #152a45; --warn: #f2cc60;
      --warn-back: #332a0c; --error: #ff9492; --error-back: #3c1618; --string: #a5d6ff; }
    :root[data-theme=light] { color-scheme: light; }
    * { box-sizing: border-box; }
    html, body { height: 100%; margin: 0; }
    body { display: flex; flex-direction: column; background: var(--back); color: var(--text);
      font: 14px/1.45 system-ui, sans-serif; }
    code, .mono, #tree, #results { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace;
      font-size: 13px; }
    a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
    :focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
    .skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--back); }
    header { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; padding: 8px 14px;
      border-bottom: 1px solid var(--line); background: var(--panel); }
    h1 { font-size: 16px; margin: 0; } h2 { font-size: 15px; margin: 0 0 8px; overflow-wrap: anywhere; }
    h3 { font-size: 14px; margin: 18px 0 6px; }
    [role=search] { flex: 1; display: flex; gap: 8px; align-items: center; min-width: 260px; }
    input { flex: 1; max-width: 480px; padding: 5px 8px; border: 1px solid var(--line); border-radius: 6px;
      background: var(--back); color: inherit; font: inherit; }
    button { padding: 4px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--back);
      color: inherit; font: inherit; cursor: pointer; }
    button[aria-pressed=true] { background: var(--mark); border-color: var(--link); }
    main { flex: 1; display: flex; min-height: 0; }
    #left { width: 38%; min-width: 240px; overflow: auto; border-right: 1px solid var(--line); padding: 6px 0; }
    main > section { flex: 1; overflow: auto; padding: 14px 18px; }
    ul { list-style: none; margin: 0; padding: 0; }
    #tree ul { padding-left: 16px; }
    .row { display: block; padding: 1px 10px; white-space: nowrap; cursor: pointer; border-radius: 4px; }
    .row:hover { background: var(--panel); }
    [role=treeitem]:focus-visible { outline: none; }
    [role=treeitem]:focus-visible > .row { outline: 2px solid var(--link); outline-offset: -2px; }
    [aria-selected=true] > .row { background: var(--mark); }
    .row::before { content: "\\00a0"; display: inline-block; width: 14px; color: var(--dim); }
    [aria-expanded=false] > .row::before { content: "▸"; } [aria-expanded=true] > .row::before { content: "▾"; }
    .label { color: var(--dim); } .off { color: var(--dim); text-decoration: line-through; }
    .badge { margin-left: 6px; padding: 0 5px; border-radius: 8px; font-size: 11px; color: var(--warn);
      background: var(--warn-back); }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-top: 1px solid var(--line);
      overflow-wrap: anywhere; }
    th { font-weight: 600; } td.name, th.name { width: 1%; white-space: nowrap; font-weight: 400; }
    td.number { white-space: nowrap; }
    .place { color: var(--dim); font-size: 12px; white-space: pre-wrap; }
    details { font-size: 12px; color: var(--dim); } summary { cursor: pointer; }
    .old { margin: 2px 0 6px 12px; }
    .finding { margin: 4px 0; padding: 3px 8px; border-radius: 4px; color: var(--warn);
      background: var(--warn-back); }
    .finding.error { color: var(--error); background: var(--error-back); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 0 0 12px; }
    dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
    @media (max-width: 700px) { main { flex-direction: column; } #left { width: auto; max-height: 45%;
      border-right: 0; border-bottom: 1px solid var(--line); } }
    @media (prefers-reduced-motion: no-preference) { .row { transition: background .1s; } }
    """
}
