/** The rival that is made for much data: the same rows in ag-grid-community, with its transactions for fast updates. */
import { AllCommunityModule, createGrid, ModuleRegistry } from 'ag-grid-community'
import { drive } from './driven-page.ts'
import { changedRows, elapsed, type RivalRow, rivalRows } from './rival-rows.ts'

const SETTLE_MS = 50

ModuleRegistry.registerModules([AllCommunityModule])
const box = document.createElement('div')
box.style.height = '100vh'
document.body.append(box)
const rowData = rivalRows()
const rows = new Map(rowData.map((row) => [row.id, row]))
const grid = createGrid<RivalRow>(box, {
  rowData,
  rowHeight: 50,
  getRowId: ({ data }) => data.id,
  asyncTransactionWaitMillis: SETTLE_MS,
  columnDefs: [
    { field: 'name' },
    { field: 'id' },
    { field: 'state' },
    { field: 'reason' },
    { field: 'since', valueFormatter: ({ value }) => elapsed(value as number) },
  ],
})
drive({
  take: (frame) => {
    const update = [...changedRows(frame, (id) => rows.get(id))]
    for (const row of update) rows.set(row.id, row)
    grid.applyTransactionAsync({ update })
  },
  scroller: () => document.querySelector('.ag-grid-viewport'),
})
