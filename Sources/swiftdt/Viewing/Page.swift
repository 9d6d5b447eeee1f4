/// A tree as a single, self-contained HTML page.
///
/// The tree's data is in only one place on the page, as JSON in which every `<` is escaped, so that none of
/// it can end its element; the title is escaped as well. The script displays it as text, never as HTML. With
/// only two places to fill, a template engine is not worthwhile.
enum Page {
  /// Returns the bytes of the page.
  static func html(_ data: PageData) -> [UInt8] {
    var page: [UInt8] = []
    page += Array(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
      script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <title>\(MarkupText.escaped(data.title))</title>
      <style>
      \(PageStyle.css)
      </style>
      </head>
      <body>
      \(PageBody.html)
      <script type="application/json" id="data">
      """.utf8)
    page += data.json
    page += Array("</script>\n<script>\n\(PageScript.javaScript)\n</script>\n</body>\n</html>\n".utf8)
    return page
  }
}

/// The page's content before the script has run.
enum PageBody {
  static let html = """
    <a class="skip" href="#detail">Skip to the node</a>
    <header>
    <h1 id="title"></h1>
    <div role="search">
    <label for="query">Search</label>
    <input id="query" type="search" autocomplete="off" spellcheck="false" \
    placeholder="name, label, compatible, phandle  ( / )" aria-describedby="count">
    <span id="count" role="status"></span>
    </div>
    <nav aria-label="Views">
    <button type="button" id="show-tree" aria-pressed="true">Tree</button>
    <button type="button" id="show-memory" aria-pressed="false">Memory map</button>
    <button type="button" id="show-findings" aria-pressed="false">Findings</button>
    <button type="button" id="theme" aria-label="Toggle light and dark theme">◐</button>
    </nav>
    </header>
    <main>
    <div id="left">
    <ul id="tree" role="tree" aria-label="Device tree"></ul>
    <ul id="results" aria-label="Search results" hidden></ul>
    </div>
    <section id="detail" tabindex="-1" aria-label="Node"></section>
    <section id="memory" tabindex="-1" aria-label="Memory map" hidden></section>
    <section id="findings" tabindex="-1" aria-label="Findings" hidden></section>
    </main>
    <noscript><p>This page needs JavaScript; it loads nothing from the network.</p></noscript>
    """
}
