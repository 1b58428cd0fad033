import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  title: 'ビュー',
  present: '現在のビュー',
  history: 'エージェントの履歴',
  layouts: { beside: '一覧の横', instead: '一覧の代わり' },
  length: '最初に表示する範囲',
  lengths: {
    fitting: '把握している範囲（最長 4 時間）',
    '15m': '15 分',
    '1h': '1 時間',
    '4h': '4 時間',
    day: '1 日全体',
  },
  name: 'ビューの名前',
  save: '保存',
  replace: '置き換え',
  noRoom: 'ビューが多すぎます。先に 1 つ削除してください。',
  saved: '保存したビュー',
  none: 'まだありません。ビューには、フィルタ、並び順、上の設定が保存されます。',
  first: '最初に使う',
  rename: '名前を変更',
  remove: '削除',
  removed: str`「${0}」を削除しました。`,
  undo: '元に戻す',
  of: str`${0}：${1}`,
  newName: '新しい名前',
  apply: '確定',
}
