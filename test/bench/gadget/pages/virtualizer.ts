/** The rival that a Lit application would take: the same rows in a plain table of @lit-labs/virtualizer. */
import '@lit-labs/virtualizer'
import { html, render } from 'lit'
import { drive } from './driven-page.ts'
import { changedRows, elapsed, type RivalRow, rivalRows } from './rival-rows.ts'

/** Changes are shown together after this, as ours are. Milliseconds. */
const SETTLE_MS = 50

const rows = rivalRows()
const places = new Map(rows.map(({ id }, index) => [id, index]))
const renderItem = (item: unknown): ReturnType<typeof html> => {
  const { id, name, extension, state, reason, since } = item as RivalRow
  return html`<div class="row" role="row">
    <span><b>${name}</b><br />${id} · ${extension}</span><span>${state}</span><span>${reason}</span>
    <span>${elapsed(since)}</span>
  </div>`
}
const show = (): unknown =>
  render(
    html`<style>
        lit-virtualizer {
          height: 100vh;
        }
        .row {
          display: grid;
          grid-template-columns: 2fr 1fr 1fr 80px;
          width: 100%;
          height: 50px;
        }
      </style>
      <lit-virtualizer
        scroller
        .items=${[...rows]}
        .keyFunction=${(item: unknown) => (item as RivalRow).id}
        .renderItem=${renderItem}
      ></lit-virtualizer>`,
    document.body,
  )
show()
let isWaiting = false
drive({
  take: (frame) => {
    for (const row of changedRows(frame, (id) => rows[places.get(id) ?? -1])) rows[places.get(row.id) ?? 0] = row
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      show()
    }, SETTLE_MS)
  },
  scroller: () => document.querySelector('lit-virtualizer'),
})
