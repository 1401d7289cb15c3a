/** How a report looks: light and dark as the reader has it, wide and narrow, on paper too. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f8fa; --ink: #1b1f24; --quiet: #59636e; --line: #d1d9e0; --link: #0757b0;
  --done: #116b2c; --failed: #b3151d; --stopped: #8a4600; --wrong: #ffebe9;
  --keyword: #a3196b; --string: #0a5c36; --number: #0b4fa8; --comment: #5f6b76;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --raised: #1d2227; --ink: #e4e8ec; --quiet: #9aa5b1; --line: #3a424b; --link: #78b4ff;
    --done: #5fd07f; --failed: #ff8a83; --stopped: #f0b357; --wrong: #3b1a1c;
    --keyword: #f29ccb; --string: #8fdcae; --number: #8cc2ff; --comment: #93a0ad;
  }
}
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0 auto; padding: 1.5rem clamp(.8rem, 3vw, 2.5rem) 4rem; max-width: 90rem; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word }
a { color: var(--link) }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
.skip { position: absolute; left: -99rem } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem; z-index: 1 }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem } .unit { color: var(--quiet); font-weight: 500; white-space: nowrap }
.sign { font-weight: 700; font-family: ui-monospace, "DejaVu Sans Mono", monospace }
.done.sign, .done.verdict { color: var(--done) } .failed.sign, .failed.verdict { color: var(--failed) } .stopped.sign, .stopped.verdict { color: var(--stopped) } .not-run.sign { color: var(--quiet) }
.verdict { margin: 0 0 1rem; font-weight: 600 }
.failure { border-left: 4px solid var(--failed); background: var(--wrong); padding: .6rem .9rem; margin: 0 0 1rem } .failure pre { margin: .3rem 0 0 }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 3rem; align-items: flex-start; margin: 0 0 1rem }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem 1rem; margin: 0; max-width: 100% } dt, caption { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums } caption { text-align: left; padding: 0 0 .2rem; white-space: nowrap }
th, td { padding: .2rem .7rem .2rem 0; text-align: left; vertical-align: top } th small { color: var(--quiet); font-weight: 400 }
.frame { overflow-x: auto; max-width: 100% } .frame th, .frame td { border-top: 1px solid var(--line); padding: .2rem .8rem; white-space: pre } .frame thead th { border-top: 0; border-bottom: 2px solid var(--line) } .frame tbody tr:first-child td { border-top: 0 } .frame p { color: var(--quiet); margin: .3rem 0 0; font-size: .9rem } .frame i { color: var(--quiet) }
.number { text-align: right } .parameters th { font-weight: 500; font-family: ui-monospace, "DejaVu Sans Mono", monospace; padding-right: 1.2rem } .parameters td { overflow-wrap: anywhere }
.path, .hash { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85rem } .datasets { margin: 0 0 .6rem } summary { cursor: pointer }
.columns { display: grid; grid-template-columns: minmax(10rem, 15rem) minmax(0, 1fr); gap: 2rem; border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 1rem }
nav ol { list-style: none; margin: 0; padding: 0; position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto; font-size: .92rem }
nav a { display: block; padding: .15rem .4rem; text-decoration: none; color: inherit; border-radius: 4px; overflow-wrap: anywhere } nav a:hover { background: var(--raised); text-decoration: underline } nav .heading { margin-top: .6rem; font-weight: 600 }
main { min-width: 0 } section { margin: 0 0 1.4rem; scroll-margin-top: 1rem }
.cell { border: 1px solid var(--line); border-radius: 6px; overflow: hidden } .cell.failed { border-color: var(--failed) } .cell.stopped { border-color: var(--stopped) } .cell.not-run .code { opacity: .65 } .cell:target { outline: 2px solid var(--link) }
.cell > header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: .3rem .8rem; background: var(--raised); border-bottom: 1px solid var(--line) } .cell h2 { font-size: .95rem; margin: 0; font-family: ui-monospace, "DejaVu Sans Mono", monospace } .time { color: var(--quiet); font-size: .85rem }
pre, code { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .85rem; line-height: 1.5 }
pre { margin: 0; overflow-x: auto } .error, .failure pre { white-space: pre-wrap; overflow-wrap: anywhere } .code { padding: .6rem .8rem; background: var(--raised) } .code code { font-size: inherit }
.keyword { color: var(--keyword) } .string { color: var(--string) } .code .number { color: var(--number) } .comment { color: var(--comment); font-style: italic }
.outputs { padding: .7rem .8rem; border-top: 1px solid var(--line) } .outputs > * + * { margin-top: .7rem } .stderr { border-left: 3px solid var(--stopped); padding-left: .7rem } .error { border-left: 3px solid var(--failed); background: var(--wrong); padding: .5rem .7rem }
.picture { max-width: 100%; height: auto; background: #fff; padding: .5rem; border-radius: 4px; display: block } iframe { width: 100%; border: 1px solid var(--line); border-radius: 4px; background: #fff; resize: vertical; color-scheme: light } .note { color: var(--quiet); font-size: .9rem; margin: .3rem 0 0 }
.markdown > :first-child { margin-top: 0 } .markdown > :last-child { margin-bottom: 0 } .markdown h2 { font-size: 1.35rem } .markdown h3 { font-size: 1.15rem } .markdown pre { background: var(--raised); padding: .6rem .8rem; border-radius: 6px } .markdown table th, .markdown table td { border: 1px solid var(--line); padding: .2rem .6rem } .markdown img { max-width: 100% } .missing { color: var(--quiet); font-style: italic } .markdown blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--quiet) }
.bold { font-weight: 700 } .dim { opacity: .7 } .italic { font-style: italic } .under { text-decoration: underline } .struck { text-decoration: line-through }
.a0, .a8 { color: var(--quiet) } .a1, .a9 { color: var(--failed) } .a2, .a10 { color: var(--done) } .a3, .a11 { color: var(--stopped) } .a4, .a12 { color: var(--link) } .a5, .a13 { color: var(--keyword) } .a6, .a14 { color: light-dark(#00616e, #6fd3e0) } .a7, .a15 { color: var(--ink) }
.b0, .b8 { background: #333; color: #fff } .b1, .b9 { background: #a3161d; color: #fff } .b2, .b10 { background: #116b2c; color: #fff } .b3, .b11 { background: #8a5200; color: #fff } .b4, .b12 { background: #0757b0; color: #fff } .b5, .b13 { background: #8a1a5c; color: #fff } .b6, .b14 { background: #00616e; color: #fff } .b7, .b15 { background: #ddd; color: #111 }
@media (max-width: 55rem) { .columns { grid-template-columns: minmax(0, 1fr); gap: 1rem } nav ol { position: static; max-height: none; columns: 12rem; border-bottom: 1px solid var(--line); padding-bottom: .8rem } }
@media print { :root { color-scheme: light; --paper: #fff; --raised: #f6f8fa; --ink: #000; --quiet: #444; --line: #bbb; --link: #000; --done: #0b5321; --failed: #8f0d14; --stopped: #6d3800; --wrong: #fff; --keyword: #7a0f50; --string: #07432a; --number: #083b80; --comment: #444 } body { max-width: none; padding: 0; font-size: 11pt } nav, .skip { display: none } .columns { display: block } .cell { overflow: visible } pre { white-space: pre-wrap; overflow-wrap: anywhere } .frame { overflow: visible } .cell > header, tr, .picture { break-inside: avoid } .cell > header { break-after: avoid } }
`;
