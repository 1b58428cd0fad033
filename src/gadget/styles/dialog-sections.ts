import { css } from 'lit'

/** Dialogs of several sections, each with a heading and with rows of a name and what belongs to it. */
export const dialogSections = css`
  section + section {
    margin-top: 14px;
    padding-top: 12px;
    border-top: 1px solid var(--line);
  }
  h3,
  summary {
    margin-bottom: 6px;
    font-size: 13px;
    font-weight: 600;
  }
  .rows {
    display: grid;
    grid-template-columns: minmax(90px, 2fr) minmax(0, 3fr);
    align-items: baseline;
    gap: 6px 14px;
    margin: 0;
  }
  label,
  dt {
    color: var(--muted);
  }
  select,
  input {
    min-width: 0;
    max-width: 100%;
  }
`
