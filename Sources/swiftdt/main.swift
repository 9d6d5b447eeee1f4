import SourceText
import DeviceTree
import Preprocessor
import DeviceTreeSource
import DeviceTreeBlob

// throwaway driver: swiftdt list-file outdir
let args = CommandLine.arguments
var symbols = false
var pre = PreprocessorOptions()
var out: String? = nil
var sources: [String] = []
var i = 1
while i < args.count {
  let a = args[i]
  if a == "-@" { symbols = true } else if a.hasPrefix("-I") { pre.includeFolders.append(String(a.dropFirst(2))) }
  else if a == "-o" { i += 1; out = args[i] }
  else if a.hasPrefix("@") {
    sources += String(decoding: try FileReading.contents(of: String(a.dropFirst())), as: UTF8.self).split(separator: "\n").map(String.init)
  }
  else { sources.append(a) }
  i += 1
}
var o = SourceCompilerOptions()
o.symbols = symbols
o.bootCPU = 0
for s in sources {
  let r = try SourceCompiler.compile(s, preprocessing: pre, options: o)
  let text = DiagnosticRenderer(files: r.files).render(r.diagnostics)
  print(text, terminator: "")
  if let t = r.tree {
    let b = try BlobEncoder.encode(t)
    let name = sources.count > 1 ? out! + "/" + String(s.map { $0 == "/" ? "_" : $0 }) : out!
    try FileReplacement.write(b.bytes, to: name)
  }
}
