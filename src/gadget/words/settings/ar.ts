import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'الإعدادات',
  appearance: 'المظهر',
  language: 'اللغة',
  desktopLanguage: str`مثل سطح المكتب (${0})`,
  theme: 'الألوان',
  themes: { system: 'مثل سطح المكتب', light: 'فاتح', dark: 'داكن' },
  density: 'الكثافة',
  densities: { comfortable: 'مريحة', compact: 'مضغوطة' },
  motion: 'تتبع الحركة إعداد نظامك لتقليل الحركة.',
  relay: 'المُرحِّل',
  address: 'العنوان',
  noAddress: 'لم يُضبط',
  connection: 'الاتصال',
  callers: 'تظهر أرقام المتصلين كما يسمح مسؤول المُرحِّل: كاملة أو مختصرة أو لا تظهر. ولا تحتفظ الأداة بأيٍّ منها.',
  about: 'حول هذه الأداة',
  version: 'الإصدار',
  supervisor: 'مسجّل الدخول باسم',
  storage: 'اختياراتك',
  kept: 'تُحفظ في هذا المتصفح، لك وحدك.',
  notKept: 'لا يسمح هذا المتصفح للأداة بحفظها. تبقى سارية حتى يُعاد تحميل سطح المكتب.',
  reset: 'إعادة ضبط كل شيء…',
  resetQuestion: 'ستُنسى اختياراتك وطرق عرضك وحدودك. لا يمكن التراجع عن ذلك.',
  resetNow: 'إعادة الضبط الآن',
  cancel: 'إلغاء',
  resetDone: 'كل شيء كما كان في البداية.',
}
