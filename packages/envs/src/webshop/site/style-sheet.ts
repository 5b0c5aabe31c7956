// The look of the shop: one style sheet for the pages of `printHtml` and the frame a site sets them in. Light and dark, from
// 320 pixels up. What has no text node in a page (departments, an empty review list) is said here as generated content.
export const styleSheet: string = `
:root {
  color-scheme: light dark;
  --ground: #f5f4f1; --card: #ffffff; --ink: #1d2129; --soft: #5d6675; --rule: #dfdcd6; --tint: #eceae5;
  --brand: #16423c; --brand-ink: #ffffff; --act: #e8a33d; --act-ink: #241a08; --link: #14594f; --focus: #1a73e8;
  --good: #1c7a45; --bad: #b3362b; --shadow: 0 1px 2px rgb(20 25 35 / .07), 0 4px 14px rgb(20 25 35 / .05);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --card: #1e2228; --ink: #e9ebee; --soft: #9ea7b4; --rule: #333942; --tint: #272c34;
    --brand: #0f312d; --brand-ink: #eef5f3; --act: #e8a33d; --link: #7fd0c1; --focus: #8ab4f8;
    --good: #63c48b; --bad: #f08a7d; --shadow: none;
  }
  .picture { filter: brightness(.88); }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere; }
h1, h2, h3, p, ol, ul, dl, dd { margin: 0; padding: 0; }
ol, ul { list-style: none; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; z-index: 9; background: var(--card); padding: 8px 12px; border-radius: 6px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button, input { font: inherit; }

.top { background: var(--brand); color: var(--brand-ink); display: flex; flex-wrap: wrap; gap: 10px 20px; align-items: center; padding: 12px max(16px, calc(50vw - 660px)); }
.top a { color: inherit; }
.brand { font-weight: 800; font-size: 1.25rem; letter-spacing: -.02em; text-decoration: none; display: flex; gap: 8px; align-items: center; }
.brand svg { width: 28px; height: 28px; }
.top .who a { white-space: nowrap; }
.top .who { margin-left: auto; flex-wrap: wrap; row-gap: 2px; font-size: .875rem; display: flex; gap: 14px; align-items: center; }
.bar, .page form.search { display: flex; flex: 1 1 320px; max-width: 620px; border-radius: 8px; background: #fff; }
.bar input, .page form.search input { flex: 1; min-width: 0; border: 0; border-radius: 8px 0 0 8px; padding: 10px 14px; background: #fff; color: #1d2129; }
.bar button, .page form.search button { border: 0; border-radius: 0 8px 8px 0; padding: 10px 18px; background: var(--act); color: var(--act-ink); font-weight: 650; cursor: pointer; }

.frame { display: grid; grid-template-columns: minmax(0, 1fr) 330px; gap: 24px; max-width: 1352px; margin: 0 auto; padding: 20px 16px 60px; align-items: start; }
.page { min-width: 0; display: grid; gap: 16px; }
.goal { display: none; }

.crumbs { display: flex; gap: 8px; flex-wrap: wrap; }
.crumbs a, .pager a, .tabs a, .again a, .plain { display: inline-block; border: 1px solid var(--rule); background: var(--card); color: var(--ink); border-radius: 999px; padding: 6px 14px; font-size: .9rem; text-decoration: none; cursor: pointer; }
.crumbs a:hover, .pager a:hover, .tabs a:hover, .again a:hover, .plain:hover { border-color: var(--link); }
.page.results { display: flex; flex-wrap: wrap; align-items: center; }
.results > * { flex: 0 0 100%; }
.results .heading { flex: 1 1 0; color: var(--soft); font-size: .95rem; }
.results .pager { flex: 0 0 auto; display: flex; gap: 8px; position: sticky; top: 10px; z-index: 2; }
.results .pager a { box-shadow: var(--shadow); }

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(196px, 1fr)); gap: 16px; }
.card { position: relative; display: flex; flex-direction: column; background: var(--card); border: 1px solid var(--rule); border-radius: 12px; overflow: hidden; box-shadow: var(--shadow); }
.card:hover, .card:focus-within { border-color: var(--link); }
.card:has(a:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; }
.card .picture { display: block; width: 100%; height: auto; aspect-ratio: 1; }
.card p { padding: 0 14px; }
.card .title { order: 2; font-size: .92rem; line-height: 1.35; padding-top: 8px; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; line-clamp: 3; overflow: hidden; flex: 0 0 auto; max-height: calc(8px + 4.05em); }
.card .price { order: 3; font-weight: 700; font-size: 1.08rem; padding: 4px 14px 0; margin-top: auto; }
.card .asin { order: 4; padding: 2px 14px 12px; font-size: .72rem; color: var(--soft); text-decoration: none; letter-spacing: .03em; }
.card .asin::after { content: ""; position: absolute; inset: 0; }
.card .asin:focus-visible { outline: none; }
.card[data-department]::before { content: attr(data-department); order: 1; padding: 10px 14px 0; font-size: .72rem; text-transform: uppercase; letter-spacing: .08em; color: var(--soft); }
.card.visited .title { color: var(--soft); }
.card.visited::after { content: "Viewed"; position: absolute; top: 10px; right: 10px; background: var(--card); color: var(--soft); border-radius: 999px; font-size: .7rem; padding: 2px 9px; }
.results:not(:has(.cards))::after { content: "Nothing found here. Try other words."; flex: 1 0 100%; padding: 48px 16px; text-align: center; color: var(--soft); background: var(--card); border: 1px dashed var(--rule); border-radius: 12px; }

.index { justify-items: center; text-align: center; padding: 56px 16px 72px; gap: 20px; background: var(--card); border: 1px solid var(--rule); border-radius: 16px; box-shadow: var(--shadow); }
.index .shop { font-size: clamp(2.2rem, 7vw, 3.4rem); letter-spacing: -.04em; line-height: 1.1; }
.index .goal { display: block; max-width: 60ch; color: var(--soft); }
.index form.search { width: 100%; flex: none; border: 2px solid var(--brand); }

.item { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 14px 32px; grid-template-areas: "crumbs crumbs" "photo facts" "photo choices" "photo tabs" "photo buy" "photo ."; grid-template-rows: auto auto auto auto auto 1fr; }
.item .crumbs { grid-area: crumbs; }
.item .photo { grid-area: photo; }
.item .facts { grid-area: facts; }
.item .choices { grid-area: choices; }
.item .tabs { grid-area: tabs; }
.item .buy { grid-area: buy; }
.photo .picture { display: block; width: 100%; height: auto; border-radius: 16px; border: 1px solid var(--rule); }
.facts .title { font-size: 1.3rem; line-height: 1.3; font-weight: 650; }
.facts .price { font-size: 1.3rem; font-weight: 750; margin-top: 8px; }
.facts .rating { color: var(--soft); font-size: .9rem; }
.choices { display: grid; gap: 14px; }
.choice { display: flex; flex-wrap: wrap; gap: 8px; }
.choice .option-name { flex: 1 0 100%; font-weight: 650; font-size: .9rem; text-transform: capitalize; }
.option { border: 1.5px solid var(--rule); background: var(--card); color: var(--ink); border-radius: 8px; padding: 6px 12px; font-size: .9rem; text-decoration: none; }
.option:hover { border-color: var(--link); }
.option[aria-pressed="true"] { border-color: var(--link); background: var(--link); color: var(--card); font-weight: 600; }
.option[aria-pressed="true"]::before { content: "✓ " / ""; }
.option[data-key]::after { content: attr(data-key) / ""; margin-left: 8px; font-size: .68rem; opacity: .75; border: 1px solid currentColor; border-radius: 4px; padding: 0 4px; }
.tabs { display: flex; flex-wrap: wrap; gap: 8px; }
.buy a { display: inline-block; background: var(--act); color: var(--act-ink); font-weight: 700; text-decoration: none; border-radius: 10px; padding: 12px 40px; font-size: 1.05rem; }
.buy a:hover { filter: brightness(1.06); }

.page.description .photo, .page.features .photo, .page.reviews .photo, .page.attributes .photo, .done .photo { display: flex; gap: 16px; align-items: center; }
.photo[data-title] .picture { width: 96px; flex: none; }
.photo[data-title]::after { content: attr(data-title); font-weight: 650; line-height: 1.35; }
.content { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: 20px 24px; display: grid; gap: 8px; max-width: 78ch; white-space: pre-line; }
.page.features .bullet { padding-left: 18px; text-indent: -18px; min-height: 1.5em; }
.page.features .bullet::before { content: "•"; display: inline-block; width: 18px; text-indent: 0; color: var(--link); }
.page.description:not(:has(.content))::after { content: "This product has no description."; color: var(--soft); }
.page.features:not(:has(.content))::after { content: "No features are listed."; color: var(--soft); }
.page.reviews::after { content: "No reviews yet."; color: var(--soft); }
.page.description > *, .page.features > *, .page.reviews > * { order: 1; }
.page.description > .crumbs, .page.features > .crumbs, .page.reviews > .crumbs, .page.attributes > .crumbs { order: 0; }
.page.description::after, .page.features::after, .page.reviews::after { order: 2; }

.done .receipt { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: 20px 24px; color: var(--soft); font-size: .85rem; display: flex; flex-wrap: wrap; gap: 2px 12px; }
.done .receipt p:first-child { order: -3; flex: 1 0 100%; font-size: 1.5rem; font-weight: 700; color: var(--ink); }
.done .receipt .score-name { order: -2; flex: 1 0 100%; font-size: 1rem; }
.done .receipt .score-value { order: -1; flex: 1 0 100%; font-size: 2.2rem; line-height: 1.2; font-weight: 800; letter-spacing: -.03em; color: var(--ink); padding-bottom: 10px; }

.panel { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 18px; position: sticky; top: 16px; max-height: calc(100vh - 32px); overflow: auto; box-shadow: var(--shadow); font-size: .9rem; }
.panel h2 { font-size: .74rem; text-transform: uppercase; letter-spacing: .09em; color: var(--soft); margin: 18px 0 6px; }
.panel h2:first-child { margin-top: 0; }
.panel .wish { font-size: .98rem; }
.fold, .fold-label { display: none; }
.score { display: flex; align-items: baseline; gap: 10px; }
.score b { font-size: 1.9rem; letter-spacing: -.03em; line-height: 1.1; }
meter { width: 100%; height: 12px; display: block; margin: 4px 0 8px; }
.why { display: grid; gap: 5px; }
.why li { display: grid; grid-template-columns: 20px 1fr; }
.why small { grid-column: 2; color: var(--soft); }
.why li::before { font-weight: 700; }
.why .yes::before { content: "✓" / "met"; color: var(--good); }
.why .no::before { content: "✗" / "not met"; color: var(--bad); }
.why .open::before { content: "○" / "open"; color: var(--soft); }
.formula { color: var(--soft); font-size: .82rem; font-variant-numeric: tabular-nums; margin-top: 6px; }
.steps { display: grid; gap: 3px; font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: .78rem; }
.steps li { display: grid; grid-template-columns: 30px 1fr; }
.steps span:first-child { color: var(--soft); }
.again { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 14px; }
.keys { display: grid; grid-template-columns: auto 1fr; gap: 3px 10px; font-size: .8rem; color: var(--soft); }
kbd { font: inherit; border: 1px solid var(--rule); border-radius: 4px; padding: 0 5px; background: var(--tint); color: var(--ink); }
.notice { background: var(--card); border: 1px solid var(--rule); border-radius: 16px; padding: 40px 24px; display: grid; gap: 12px; justify-items: start; }
.notice h1 { font-size: 1.5rem; }

.reel { grid-column: 1 / -1; background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 14px 16px; box-shadow: var(--shadow); display: grid; gap: 10px; min-width: 0; }
.reel .turn { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
.reel .turn strong { flex: 1 1 200px; font-family: ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; font-size: .9rem; }
.plain[aria-disabled="true"] { opacity: .4; cursor: default; }
.strip { display: flex; gap: 4px; overflow-x: auto; padding: 4px 2px; scrollbar-width: thin; }
.strip a { flex: 1 0 92px; max-width: 190px; min-width: 92px; border: 1px solid var(--rule); border-top: 4px solid var(--rule); border-radius: 6px; padding: 5px 8px; font-size: .74rem; line-height: 1.35; color: var(--ink); text-decoration: none; background: var(--tint); }
.strip a span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.strip .passed { border-top-color: var(--link); }
.strip [aria-current] { border-color: var(--link); background: var(--card); box-shadow: 0 0 0 1px var(--link); }
.strip .refused > span:first-child { text-decoration: line-through; color: var(--bad); }
.strip .differs { border-top-color: var(--bad); }
.up { color: var(--good); }
.down { color: var(--bad); }
.warning { border-left: 4px solid var(--bad); background: var(--tint); padding: 10px 14px; border-radius: 6px; }
.warning strong, .warning span { display: block; }
.warning pre, .thought { white-space: pre-wrap; font-size: .78rem; margin: 0; max-height: 12em; overflow: auto; }

.page .acted-on { outline: 3px dashed var(--act); outline-offset: 3px; border-radius: 8px; }

@media (max-width: 1000px) {
  .frame { grid-template-columns: minmax(0, 1fr); padding-bottom: 110px; }
  .page .goal { display: block; background: var(--tint); border-radius: 10px; padding: 10px 14px; font-size: .92rem; }
  .index .goal { background: none; }
  .goal .label { font-weight: 650; font-size: .8rem; color: var(--soft); }
  .panel { position: fixed; inset: auto 0 0 0; top: auto; border-radius: 14px 14px 0 0; max-height: 75vh; padding: 0; z-index: 5; box-shadow: 0 -4px 20px rgb(0 0 0 / .18); }
  .fold { display: block; position: absolute; opacity: 0; width: 100%; height: 48px; margin: 0; cursor: pointer; }
  .fold-label { display: flex; gap: 12px; align-items: center; padding: 12px 16px; font-weight: 650; }
  .fold-label::after { content: "▲" / ""; font-size: .7rem; margin-left: auto; }
  .fold:checked + .fold-label::after { content: "▼" / ""; }
  .fold:focus-visible + .fold-label { outline: 3px solid var(--focus); outline-offset: -3px; }
  .panel-body { display: none; padding: 0 16px 16px; }
  .fold:checked ~ .panel-body { display: block; }
  .keys, .keys-head { display: none; }
}
@media (max-width: 620px) {
  .top { padding: 10px 12px; }
  .frame { padding: 12px 12px 100px; gap: 14px; }
  .bar { flex-basis: 100%; order: 3; }
  .reel .turn strong { order: 3; flex-basis: 100%; }
  .reel .replay-next { margin-left: auto; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; }
  .card .title, .card .price, .card .asin, .card[data-department]::before { padding-left: 10px; padding-right: 10px; }
  .item { grid-template-columns: minmax(0, 1fr); grid-template-areas: "crumbs" "goal" "photo" "facts" "choices" "tabs" "buy"; grid-template-rows: none; }
  .item .goal { grid-area: goal; }
  .item .photo { max-width: 300px; justify-self: center; width: 100%; }
  .buy a { display: block; text-align: center; }
  .index { padding: 32px 14px 40px; }
}
@media (max-width: 1000px) and (min-width: 621px) {
  .item { grid-template-areas: "crumbs crumbs" "goal goal" "photo facts" "photo choices" "photo tabs" "photo buy" "photo ."; }
  .item .goal { grid-area: goal; }
}
@media (prefers-reduced-motion: no-preference) { .card, .option, .crumbs a, .tabs a { transition: border-color .12s; } }
`
