import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'しきい値',
  today: '今日しきい値を超えたもの',
  none: '今日しきい値を超えた人はいません。',
  noneSet: 'しきい値は設定されていません。状態や理由がどれだけ続くと長すぎるかを下で選んでください。',
  more: { other: str`ほかに以前の ${0} 件` },
  lasting: str`${0} から`,
  ended: str`${0}～${1}`,
  settings: 'どれだけ続くと長すぎますか',
  hint: '分単位。空欄はなし。このブラウザに本人専用として保存されます。',
  what: '理由または状態',
  warn: '注意',
  breach: '超過',
  withoutReason: str`${0}（理由なし）`,
  alerts: '通知方法',
  toast: 'デスクトップのメッセージ',
  noToast: 'このデスクトップはメッセージを表示しません。',
  sound: '音',
  trySound: '音を試す',
  announced: { other: str`${0} 人のエージェントがしきい値を超えています：${1}` },
  person: str`${0}（${1}）`,
  others: { other: str`ほか ${0} 人` },
}
