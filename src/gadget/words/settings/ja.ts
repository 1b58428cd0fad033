import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: '設定',
  appearance: '表示',
  language: '言語',
  desktopLanguage: str`デスクトップと同じ（${0}）`,
  theme: '配色',
  themes: { system: 'デスクトップと同じ', light: 'ライト', dark: 'ダーク' },
  density: '表示密度',
  densities: { comfortable: '標準', compact: 'コンパクト' },
  motion: 'アニメーションは、動きを減らすシステムの設定に従います。',
  relay: 'リレー',
  address: 'アドレス',
  noAddress: '未設定',
  connection: '接続',
  callers:
    '発信者番号は、リレーの管理者の設定に従い、全桁、一部、または非表示になります。ガジェットには保存されません。',
  about: 'このガジェットについて',
  version: 'バージョン',
  supervisor: 'サインイン中のユーザ',
  storage: '選択した設定',
  kept: 'このブラウザに本人専用として保存されます。',
  notKept: 'このブラウザではガジェットが設定を保存できません。デスクトップを再読み込みするまで有効です。',
  reset: 'すべてリセット…',
  resetQuestion: '設定、ビュー、しきい値がすべて消去されます。元に戻すことはできません。',
  resetNow: '今すぐリセット',
  cancel: 'キャンセル',
  resetDone: 'すべて初期状態に戻りました。',
}
