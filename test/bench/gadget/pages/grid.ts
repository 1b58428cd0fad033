/** The rival that is made for much data: the same rows in ag-grid-community, with its transactions for fast updates. */
import { AllCommunityModule, createGrid, ModuleRegistry } from 'ag-grid-community'
import { drive } from './driven-page.ts'
import { elapsed, followRows, type RivalRow } from './rival-rows.ts'

ModuleRegistry.registerModules([AllCommunityModule])
const box = document.createElement('div')
box.style.height = '100vh'
document.body.append(box)
const grid = createGrid<RivalRow>(box, {
  rowData: [],
  rowHeight: 50,
  getRowId: ({ data }) => data.id,
  columnDefs: [
    { field: 'name' },
    { field: 'id' },
    { field: 'state' },
    { field: 'reason' },
    { field: 'since', valueFormatter: ({ value }) => elapsed(value as number) },
  ],
})
const take = await followRows((rows, changed) => {
  if (changed.length === rows.length) grid.setGridOption('rowData', [...rows])
  else grid.applyTransaction({ update: [...changed] })
})
drive({
  take,
  scroller: () => document.querySelector('.ag-grid-viewport'),
})
