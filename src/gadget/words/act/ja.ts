import { str } from '@lit/localize'
import type { Translation } from '../localise.ts'
import type { english } from './en.ts'

export const translation: Translation<typeof english> = {
  label: 'Finesse を通じて状態を変更',
  cancel: 'キャンセル',
  again: '選び直す',
  changes: {
    READY: '受信可',
    NOT_READY: '受信不可',
    LOGOUT: 'ログアウト',
  },
  questions: {
    READY: str`${0} を受信可にしますか？`,
    NOT_READY: str`${0} を受信不可にしますか？`,
    LOGOUT: str`${0} をログアウトさせますか？`,
  },
  confirm: {
    READY: '受信可にする',
    NOT_READY: '受信不可にする',
    LOGOUT: '今すぐログアウトさせる',
  },
  isNow: str`エージェントの現在の状態：${0}。ここから変更できないものは選べません。`,
  stateUnknown: 'エージェントの状態が現在分からないため、変更できません。',
  finesseAway: 'デスクトップは現在 Finesse に接続していないため、変更できません。',
  yourself: '自分の状態はデスクトップの上部で変更します。そこでは理由を指定できます。',
  noReason: 'Finesse では、スーパーバイザは理由を指定できません。',
  recordedAs: str`Finesse では、スーパーバイザは理由を指定できません。「${0}」（${1}）として記録されます。`,
  outcomes: {
    asking: 'Finesse に要求しています…',
    taken: 'Finesse が要求を受け付けました。状態が変わったという通知を待っています…',
    pending: 'Finesse が要求を受け付けました。現在の通話の後に有効になります。',
  },
  done: str`Finesse からの通知：${0}。`,
  doneWith: str`Finesse からの通知：${0}、${1}。`,
  said: str`Finesse のメッセージ：${0}`,
  unconfirmed:
    'Finesse は要求を受け付けましたが、状態が変わったという通知がありません。もう一度試す前に、エージェントの状態を確かめてください。',
  unanswered:
    'Finesse から応答がありません。変更された可能性はあります。もう一度試す前に、エージェントの状態を確かめてください。',
  refusals: {
    'reason-not-allowed': 'Finesse では、スーパーバイザは理由を指定できません。',
    'reason-required': 'Finesse はこの変更に理由を求めますが、スーパーバイザは理由を指定できません。',
    'not-your-agent': 'Finesse によると、このエージェントは担当チームに属していません。',
    'not-signed-in':
      'Finesse がサインインを拒否しました。デスクトップにサインインし直してください。自動では再試行しません。',
    'no-such-agent': 'Finesse はこのエージェントをもう認識していません。',
    'impossible-now': 'エージェントの今の状態では、コンタクトセンターはこの変更を許可しません。',
    busy: 'エージェントは通話中です。コンタクトセンターは通話が終わるまで状態を変更しません。',
    'one-pending-only':
      'コンタクトセンターは今この変更を許可しません。エージェントはすでに受信不可か、通話後にそうなります。',
    refused: 'Finesse が拒否しました。',
  },
}
