import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  label: 'تغيير الحالة عبر Finesse',
  cancel: 'إلغاء',
  again: 'الاختيار من جديد',
  changes: {
    READY: 'جاهز',
    NOT_READY: 'غير جاهز',
    LOGOUT: 'تسجيل الخروج',
  },
  questions: {
    READY: str`هل تريد جعل ${0} جاهزًا؟`,
    NOT_READY: str`هل تريد جعل ${0} غير جاهز؟`,
    LOGOUT: str`هل تريد تسجيل خروج ${0}؟`,
  },
  confirm: {
    READY: 'اجعله جاهزًا',
    NOT_READY: 'اجعله غير جاهز',
    LOGOUT: 'سجّل خروجه الآن',
  },
  isNow: str`حالة الوكيل الآن: ${0}. ما لا يمكن انطلاقًا منها لا يمكن اختياره.`,
  stateUnknown: 'لا يُعرف ما يفعله الوكيل في هذه اللحظة، لذلك لا يمكن تغيير شيء.',
  finesseAway: 'لا اتصال لسطح المكتب بـ Finesse في هذه اللحظة، لذلك لا يمكن تغيير شيء.',
  yourself: 'تُغيَّر حالتك أنت من أعلى سطح المكتب، حيث يمكنك إعطاء سبب.',
  noReason: 'لا يسمح Finesse لأي مشرف بإعطاء سبب.',
  recordedAs: str`لا يسمح Finesse لأي مشرف بإعطاء سبب. سيُسجَّل على أنه «${0}» (${1}).`,
  outcomes: {
    asking: 'جارٍ إرسال الطلب إلى Finesse…',
    taken: 'قبل Finesse الطلب. ننتظر أن يُبلغ بأن الحالة تغيّرت…',
    pending: 'قبل Finesse الطلب. سيسري بعد المكالمة الحالية.',
  },
  done: str`يقول Finesse: ${0}.`,
  doneWith: str`يقول Finesse: ${0}، ${1}.`,
  said: str`رسالة Finesse: ${0}`,
  unconfirmed: 'قبل Finesse الطلب لكنه لم يُبلغ بأن الحالة تغيّرت. انظر إلى حالة الوكيل قبل أن تحاول مرة أخرى.',
  unanswered: 'لم يُجب Finesse. قد يكون التغيير حدث مع ذلك: انظر إلى حالة الوكيل قبل أن تحاول مرة أخرى.',
  refusals: {
    'reason-not-allowed': 'لا يسمح Finesse لأي مشرف بإعطاء سبب.',
    'reason-required': 'يتطلب Finesse سببًا لهذا، ولا يسمح لأي مشرف بإعطائه.',
    'not-your-agent': 'يقول Finesse إن هذا الوكيل ليس في أي من فرقك.',
    'not-signed-in': 'رفض Finesse تسجيل دخولك. سجّل الدخول إلى سطح المكتب من جديد؛ لن يُحاوَل شيء تلقائيًا.',
    'no-such-agent': 'لم يعد Finesse يعرف هذا الوكيل.',
    'impossible-now': 'لا يسمح مركز الاتصال بهذا في الحالة التي صار الوكيل فيها.',
    busy: 'الوكيل في مكالمة، ولا يغيّر مركز الاتصال الحالة قبل نهايتها.',
    'one-pending-only': 'لا يسمح مركز الاتصال بهذا الآن: الوكيل غير جاهز بالفعل، أو سيصير كذلك بعد المكالمة.',
    refused: 'رفض Finesse هذا.',
  },
}
