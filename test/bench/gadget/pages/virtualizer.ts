/** The rival that a Lit application would take: the same rows in a plain table of @lit-labs/virtualizer. */
import '@lit-labs/virtualizer'
import { html, render } from 'lit'
import { drive } from './driven-page.ts'
import { elapsed, followRows, type RivalRow } from './rival-rows.ts'

const renderItem = (item: unknown): ReturnType<typeof html> => {
  const { id, name, extension, state, reason, since } = item as RivalRow
  return html`<div class="row" role="row">
    <span><b>${name}</b><br />${id} · ${extension}</span><span>${state}</span><span>${reason}</span>
    <span>${elapsed(since)}</span>
  </div>`
}
const show = (rows: readonly RivalRow[]): unknown =>
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
drive({
  take: await followRows(show),
  scroller: () => document.querySelector('lit-virtualizer'),
})
