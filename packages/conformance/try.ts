import { runCases } from '/work/main/packages/conformance/src/run-cases.ts'
import { socketTarget } from '/work/main/packages/conformance/src/socket-target.ts'
const [file, fn] = process.argv.slice(2)
const start = (await import(file))[fn]
const s = await start()
const t0 = performance.now()
const results = await runCases(s.url ? socketTarget(s.url) : (await import('/work/main/packages/conformance/src/fetch-target.ts')).fetchTarget(s.fetch))
const ms = performance.now() - t0
for (const r of results) if (r.outcome === 'failed') console.log(r.id, '|', r.name.slice(0,80), '\n    ' + r.differences.map(d => d.slice(0, 400)).join('\n    '))
const n = {}; for (const r of results) n[r.outcome] = (n[r.outcome] ?? 0) + 1
console.log(n, results.length, Math.round(ms) + 'ms')
const dup = results.map(r => r.id).filter((id, i, a) => a.indexOf(id) !== i); if (dup.length) console.log('DUPLICATE', dup)
await s.stop()
