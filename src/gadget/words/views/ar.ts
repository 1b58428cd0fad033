import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'طرق العرض',
  present: 'طريقة العرض الحالية',
  history: 'سجل الوكيل',
  layouts: { beside: 'بجانب القائمة', instead: 'مكان القائمة' },
  length: 'ما يظهر منه أولًا',
  lengths: {
    fitting: 'ما هو معروف، 4 س على الأكثر',
    '15m': '15 د',
    '1h': '1 س',
    '4h': '4 س',
    day: 'اليوم كله',
  },
  name: 'اسم طريقة العرض',
  save: 'حفظ',
  replace: 'استبدال',
  noRoom: 'طرق العرض كثيرة جدًا. احذف واحدة أولًا.',
  saved: 'طرق العرض المحفوظة',
  none: 'لا شيء بعد. تحفظ طريقة العرض عوامل التصفية والترتيب وما ورد أعلاه.',
  first: 'البدء بها',
  rename: 'إعادة تسمية',
  remove: 'حذف',
  removed: str`حُذفت طريقة العرض: ${0}.`,
  undo: 'تراجع',
  of: str`${0}: ${1}`,
  newName: 'الاسم الجديد',
  apply: 'موافق',
}
