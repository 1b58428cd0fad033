import { DENSITY, THEME } from './preferences.ts'
import type { PreferenceStore } from './preference-store.ts'

/** Keeps an element's attributes by which the styles know the chosen theme and density. */
export function followAppearance(preferences: PreferenceStore, element: HTMLElement): void {
  const show = (): void => {
    element.dataset['theme'] = preferences.get(THEME)
    element.dataset['density'] = preferences.get(DENSITY)
  }
  show()
  preferences.onChange(show)
}
