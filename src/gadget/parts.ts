/**
 * What of the gadget is loaded once somebody wants something of it: as one file, since together it is smaller, and there is
 * one wait at most.
 */
import './components/agent-detail.ts'
import './components/breach-alerts.ts'
import './components/floor-footer.ts'
import './components/settings-dialog.ts'
import './components/thresholds-panel.ts'
import './components/tools.ts'

export { PlaceKeeper } from './controllers/place-keeper.ts'
