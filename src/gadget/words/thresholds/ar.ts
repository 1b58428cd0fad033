import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'الحدود',
  today: 'فوق الحد اليوم',
  none: 'لم يتجاوز أحد أي حد اليوم.',
  noneSet: 'لم يُضبط أي حد. اختر أدناه متى تكون الحالة أو السبب أطول من اللازم.',
  more: { one: 'وواحد أقدم', two: 'واثنان أقدم', other: str`و${0} أقدم` },
  lasting: str`منذ ${0}`,
  ended: str`من ${0} إلى ${1}`,
  settings: 'متى تكون المدة أطول من اللازم؟',
  hint: 'بالدقائق. فارغ: أبدًا. يُحفظ لك في هذا المتصفح.',
  what: 'السبب أو الحالة',
  warn: 'تحذير بعد',
  breach: 'أطول من اللازم بعد',
  withoutReason: str`${0} بلا سبب`,
  alerts: 'أخبرني',
  toast: 'برسالة من سطح المكتب',
  noToast: 'لا يعرض سطح المكتب هذا رسائل.',
  sound: 'بصوت',
  trySound: 'جرّب الصوت',
  announced: {
    one: str`وكيل واحد فوق الحد: ${1}`,
    two: str`وكيلان فوق الحد: ${1}`,
    few: str`${0} وكلاء فوق الحد: ${1}`,
    many: str`${0} وكيلًا فوق الحد: ${1}`,
    other: str`${0} وكيل فوق الحد: ${1}`,
  },
  person: str`${0} (${1})`,
  others: { one: 'واحد غيرهم', two: 'اثنان غيرهم', other: str`${0} غيرهم` },
}
