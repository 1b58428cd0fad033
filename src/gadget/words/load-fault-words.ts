/** What is said where not even the texts could be loaded. */
export type LoadFaultWords = { readonly said: string; readonly again: string }

const ENGLISH: LoadFaultWords = {
  said: 'The Reason Code History gadget could not be loaded.',
  again: 'Try again',
}

const OTHERS: Readonly<Record<string, LoadFaultWords>> = {
  de: { said: 'Das Gadget „Reason Code History“ konnte nicht geladen werden.', again: 'Erneut versuchen' },
  fr: { said: 'Le gadget « Reason Code History » n’a pas pu être chargé.', again: 'Réessayer' },
  es: { said: 'No se ha podido cargar el gadget «Reason Code History».', again: 'Reintentar' },
  ja: { said: 'Reason Code History ガジェットを読み込めませんでした。', again: '再試行' },
  ar: { said: 'تعذّر تحميل الأداة Reason Code History.', again: 'إعادة المحاولة' },
}

/** @param language Two letters; English is taken for one that is not there. */
export const loadFaultWords = (language: string): LoadFaultWords => OTHERS[language] ?? ENGLISH
